{#- A JSON object, as text, of columns of a relation as texts under their own names. Nulls are
    included. -#}
{% macro json_object_text(relation, columns) -%}
    {{ return(adapter.dispatch('json_object_text', 'cx_warehouse')(relation, columns)) }}
{%- endmacro %}

{% macro duckdb__json_object_text(relation, columns) -%}
    cast(json_object(
            {%- for column in columns %}
            '{{ column }}', cast({{ relation }}.{{ column }} as string){{ ',' if not loop.last }}
            {%- endfor %}
        ) as string)
{%- endmacro %}

{% macro spark__json_object_text(relation, columns) -%}
    to_json(
            struct(
                {%- for column in columns %}
                cast({{ relation }}.{{ column }} as string) as {{ column }}{{ ',' if not loop.last }}
                {%- endfor %}
            ),
            map('ignoreNullFields', 'false')
        )
{%- endmacro %}
