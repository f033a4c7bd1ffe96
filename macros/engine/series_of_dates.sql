{#- A row per date from first to last, both included; null bounds or an empty range give no rows. -#}
{% macro series_of_dates(first, last, step) -%}
    {{ return(adapter.dispatch('series_of_dates', 'cx_warehouse')(first, last, step)) }}
{%- endmacro %}

{% macro duckdb__series_of_dates(first, last, step) -%}
    cast(unnest(generate_series({{ first }}, {{ last }}, interval 1 {{ step }})) as date)
{%- endmacro %}

{% macro spark__series_of_dates(first, last, step) -%}
    explode(
        case when {{ first }} <= {{ last }} then sequence({{ first }}, {{ last }}, interval 1 {{ step }}) end
    )
{%- endmacro %}
