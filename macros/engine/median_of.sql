{#- The median of a numeric expression, between the two middle values where there are two. -#}
{% macro median_of(expression) -%}
    {{ return(adapter.dispatch('median_of', 'cx_warehouse')(expression)) }}
{%- endmacro %}

{% macro duckdb__median_of(expression) -%}
    quantile_cont({{ expression }}, 0.5)
{%- endmacro %}

{% macro spark__median_of(expression) -%}
    percentile({{ expression }}, 0.5)
{%- endmacro %}
