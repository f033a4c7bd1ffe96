{#-
    A table as the build before left it, for a model that keeps rows of it; none when it has other
    columns, everything is made anew, or the engine cannot read a table that it replaces.
-#}
{% macro table_as_before(relation, columns) -%}
    {{- return(adapter.dispatch('table_as_before', 'cx_warehouse')(relation, columns)) -}}
{%- endmacro %}

{% macro duckdb__table_as_before(relation, columns) -%}
    {%- if not (execute and relation and flags.WHICH in ['build', 'run']) or flags.FULL_REFRESH -%}
        {{- return(none) -}}
    {%- endif -%}
    {%- set found = names_of_columns(relation.schema, relation.identifier) -%}
    {{- return(relation if found | sort == columns | sort else none) -}}
{%- endmacro %}

{% macro spark__table_as_before(relation, columns) -%}
    {{- return(none) -}}
{%- endmacro %}
