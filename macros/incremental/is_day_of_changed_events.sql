{#- For meta.rebuilt: the condition that the events of a metric and day changed since the build before. -#}
{% macro is_day_of_changed_events() -%}
    (metric, event_date) in (
        select (metric, cast(event_date as date))
        from {{ changes_of('int_metric_days_fingerprinted', ['metric', 'event_date']) }}
    )
{%- endmacro %}
