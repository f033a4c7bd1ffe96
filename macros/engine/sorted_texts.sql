{#- The texts of a group in alphabetical order, with a comma between; an aggregate. -#}
{% macro sorted_texts(text) -%}
    {{ return(adapter.dispatch('sorted_texts', 'cx_warehouse')(text)) }}
{%- endmacro %}

{% macro duckdb__sorted_texts(text) -%}
    string_agg({{ text }}, ', ' order by {{ text }})
{%- endmacro %}

{% macro spark__sorted_texts(text) -%}
    array_join(array_sort(collect_list({{ text }})), ', ')
{%- endmacro %}
