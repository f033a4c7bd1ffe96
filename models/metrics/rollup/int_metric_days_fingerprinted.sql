-- What the roll-up reads of each metric and day: an incremental build compares it with the build
-- before. The pairs of a customer's events count too (int_metric_repeats_summed), so the customers
-- of these metrics are in the fingerprint.
with

combined as (

    select * from {{ ref('int_metric_events_combined') }}

),

clustered as (

    select * from {{ ref('metric_events') }}
    where metric in {{ metrics_with('is_clustered', [true]) }}

),

cells as (

    select
        metric,
        event_date,
        sum(denominator) > 0 as has_denominator,
        {{ fingerprint_of_rows(
            var('metric_dimensions') + [
                'event_count', 'numerator', 'denominator', 'numerator_square_sum', 'product_sum',
                'denominator_square_sum',
            ]
        ) }} as fingerprint

    from combined
    group by metric, event_date

),

customers as (

    select
        metric,
        event_date,
        {{ fingerprint_of_rows(['customer_id', 'numerator'] + var('metric_dimensions')) }}
            as fingerprint

    from clustered
    group by metric, event_date

),

fingerprinted as (

    select
        cells.metric,
        cells.event_date,
        cells.has_denominator,
        cells.fingerprint || coalesce(' ' || customers.fingerprint, '') as fingerprint

    from cells
    left join customers
        on
            cells.metric = customers.metric
            and cells.event_date = customers.event_date

)

select * from fingerprinted
