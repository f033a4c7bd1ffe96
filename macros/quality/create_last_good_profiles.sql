{#- The table of the last good profiles, empty before the first good run. -#}
{% macro create_last_good_profiles() -%}
    create table if not exists {{ last_good_profiles() }} (
        stage string, source string, table_name string, column_name string, measure string, value double
    )
{%- endmacro %}
