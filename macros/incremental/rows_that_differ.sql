{#- The rows that only one of two relations has; the inside of a FROM or a CTE. -#}
{% macro rows_that_differ(now, before, columns='*') -%}
    (select {{ columns }} from {{ now }} except select {{ columns }} from {{ before }})
    union all
    (select {{ columns }} from {{ before }} except select {{ columns }} from {{ now }})
{%- endmacro %}
