{#-
    The condition that a row is in a part of a relation that is always the same: all of it up to two
    million rows (2 to the 21st), else a half, a third and so on, by a hash of the key. A median holds
    every value in memory on DuckDB; on Spark it does not, and reads all rows.
-#}
{% macro fixed_part(relation, key) -%}
    {{ return(adapter.dispatch('fixed_part', 'cx_warehouse')(relation, key)) }}
{%- endmacro %}

{% macro duckdb__fixed_part(relation, key) -%}
    hash({{ key | join(', ') }})
    % cast(1 + ((select count(*) from {{ relation }}) >> 21) as ubigint) = 0
{%- endmacro %}

{% macro spark__fixed_part(relation, key) -%}
    true
{%- endmacro %}
