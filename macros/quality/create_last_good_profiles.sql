{#- The table of the last good profiles, empty before the first good run. -#}
{% macro create_last_good_profiles() -%}
    create table if not exists {{ last_good_profiles() }} (
        stage varchar, source varchar, table_name varchar, column_name varchar, measure varchar, value double
    )
{%- endmacro %}
