{#-
    Aggregate: a text that is equal for equal rows, in any order. Different rows have the same text
    about once in 2 to the 64th. The text is the engine's own.
-#}
{% macro fingerprint_of_rows(columns) -%}
    {{ return(adapter.dispatch('fingerprint_of_rows', 'cx_warehouse')(columns)) }}
{%- endmacro %}

{% macro duckdb__fingerprint_of_rows(columns) -%}
    cast(sum(hash({{ columns | join(', ') }})) as varchar)
{%- endmacro %}

{% macro spark__fingerprint_of_rows(columns) -%}
    cast(sum(cast(xxhash64({{ columns | join(', ') }}) as decimal(20, 0))) as string)
{%- endmacro %}
