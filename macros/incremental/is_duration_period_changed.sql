{#-
    For meta.rebuilt: the condition that a cell of durations (metric, period, period_start) may differ
    from the build before. Either an event of the period came, went or changed, or a running duration
    is not longer than every finished one. Otherwise the running ones only grow, and their order among
    the finished ones stays, so that the curve stays. Example: of the tickets of March all but two are
    solved, within 20 days each; the two are open for 200 days today, and 199 yesterday.
-#}
{% macro is_duration_period_changed(metric='metric', period='period', start='period_start') -%}
    {%- set no_start = "date '0001-01-01'" -%}
    ({{ metric }}, {{ period }}, coalesce({{ start }}, {{ no_start }})) in (
        select metric, period, coalesce(placed_start, {{ no_start }})
        from (
            select
                days.*,
                periods.period,
                {{ period_start('periods.period', 'days.event_date') }} as placed_start
            from (
                select
                    metric,
                    event_date,
                    min(shortest_running) as shortest_running,
                    max(longest_finished) as longest_finished,
                    count(noted) = 1 or min(noted) <> max(noted) as is_changed
                from (
                    select metric, event_date, shortest_running, longest_finished, null as noted
                    from {{ ref('int_durations_summed_by_day') }}
                    union all
                    select
                        metric,
                        cast(event_date as date),
                        cast(shortest_running as decimal(18, 4)),
                        cast(longest_finished as decimal(18, 4)),
                        fingerprint
                    from {{ changes_of('int_durations_summed_by_day', [
                        'metric', 'event_date', 'shortest_running', 'longest_finished', 'fingerprint'
                    ]) }}
                ) as now_and_before
                group by metric, event_date
            ) as days
            cross join {{ constant_rows('period', var('metric_periods')) }} as periods
        ) as placed
        group by metric, period, placed_start
        having bool_or(is_changed) or min(shortest_running) <= max(longest_finished)
    )
{%- endmacro %}
