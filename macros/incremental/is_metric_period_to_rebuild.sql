{#-
    For meta.rebuilt: the condition that an incremental build makes the rows of a period again in
    metric_values. with_period_before: also the period before each, with which it is compared.
-#}
{% macro is_metric_period_to_rebuild(period='period', start='period_start', with_period_before=false) -%}
    {%- set no_start = "date '0001-01-01'" -%}
    ({{ period }}, coalesce({{ start }}, {{ no_start }})) in (
        select (period, coalesce(period_start, {{ no_start }}))
        from {{ ref('int_metric_periods_to_rebuild') }}
        {{- '' if with_period_before else ' where is_rebuilt' }}
    )
{%- endmacro %}
