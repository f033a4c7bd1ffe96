{#-
    The condition that a row belongs to a fixed sample of a relation. The sample is all rows up to
    two million (2 to the 21st). Of more rows it is a half, a third and so on, by a hash of the key.
    DuckDB holds every value of a median in memory. Spark does not, and reads all rows.
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
