-- The durations of a day, for int_metric_cells_survived: an incremental build compares them
-- with the build before. A running duration is longer every day, so its length is not in the
-- fingerprint.
with

events as (

    select * from {{ ref('metric_events') }}
    where metric in {{ metrics_with('statistic', ['median', 'p90']) }}

),

summed as (

    select
        metric,
        event_date,
        min(case when denominator = 0 then numerator end) as shortest_running,
        max(case when denominator = 1 then numerator end) as longest_finished,
        {{ fingerprint_of_rows(
            ['event_id', 'denominator', 'case when denominator = 1 then numerator end']
            + var('metric_dimensions')
        ) }} as fingerprint

    from events
    group by metric, event_date

)

select * from summed
