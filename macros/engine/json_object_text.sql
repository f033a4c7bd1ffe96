{#- A JSON object, as text, of columns under their own names. -#}
{% macro json_object_text(columns) -%}
    {{ return(adapter.dispatch('json_object_text', 'cx_warehouse')(columns)) }}
{%- endmacro %}

{% macro duckdb__json_object_text(columns) -%}
    cast(json_object(
        {%- for column in columns %}'{{ column }}', {{ column }}{{ ', ' if not loop.last }}{% endfor -%}
    ) as string)
{%- endmacro %}

{% macro spark__json_object_text(columns) -%}
    to_json(struct({{ columns | join(', ') }}), map('ignoreNullFields', 'false'))
{%- endmacro %}
