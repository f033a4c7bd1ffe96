{#- The n-th largest of several values of a row, none of them null. Equal values count
    separately. -#}
{% macro nth_largest(values, n) -%}
    {{ return(adapter.dispatch('nth_largest', 'cx_warehouse')(values, n)) }}
{%- endmacro %}

{% macro duckdb__nth_largest(values, n) -%}
    list_reverse_sort([{{ values | join(', ') }}])[{{ n }}]
{%- endmacro %}

{% macro spark__nth_largest(values, n) -%}
    element_at(sort_array(array({{ values | join(', ') }}), false), {{ n }})
{%- endmacro %}
