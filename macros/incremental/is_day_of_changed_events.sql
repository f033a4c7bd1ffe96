{#- For meta.rebuilt: the condition that the events of a metric and day changed since the build before. -#}
{% macro is_day_of_changed_events() -%}
    {%- set days = ref('int_metric_days_fingerprinted') -%}
    (metric, event_date) in (
        select (metric, event_date)
        from ({{ rows_that_differ(days, before_of(days), 'metric, event_date, fingerprint') }}) as changed
    )
{%- endmacro %}
