{#-
    Text without white space around it, including the non-breaking and the ideographic space. It
    also drops invisible characters of copied cells: the zero-width space, direction marks, the word
    joiner and the byte order mark. Null if nothing is left.
-#}
{% macro trimmed_text(column) -%}
    {{ return(adapter.dispatch('trimmed_text', 'cx_warehouse')(column)) }}
{%- endmacro %}

{#- Most cells are plain ASCII. Looking for few characters there halves the time. -#}
{% macro duckdb__trimmed_text(column) -%}
    {%- set ascii = "' ' || chr(9) || chr(10) || chr(13)" -%}
    nullif(
            case
                when strlen({{ column }}) = length({{ column }}) then trim({{ column }}, {{ ascii }})
                else trim(
                    {{ column }},
                    {{ ascii }} || chr(160) || chr(12288)
                    || chr(8203) || chr(8206) || chr(8207) || chr(8288) || chr(65279)
                )
            end,
            ''
        )
{%- endmacro %}

{% macro spark__trimmed_text(column) -%}
    nullif(trim(both ' \t\r\n\u00a0\u3000\u200b\u200e\u200f\u2060\ufeff' from {{ column }}), '')
{%- endmacro %}
