-- The sums of events by day and one dimension. Combinations of dimensions are reported by month and
-- longer, so their days are summed here. The days of a rolling metric stay separate, because a
-- longer period uses the newest one only.
{%- set combinations = metric_combinations() %}
with

combined as (

    select * from {{ ref('int_metric_events_combined') }}

),

dated as (

    select
        *,
        case
            when metric in {{ metrics_with('is_rolling', [true]) }} then event_date
            else {{ start_of('month', 'event_date') }}
        end as combined_from

    from combined

),

summed as (

    select
        metric,
        min(event_date) as event_date,
        {{ grouped_dimension(var('metric_dimensions'), combinations) }},
        sum(event_count) as event_count,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        sum(numerator_square_sum) as numerator_square_sum,
        sum(product_sum) as product_sum,
        sum(denominator_square_sum) as denominator_square_sum

    from dated
    group by {{ dimension_sets(
        ['metric', 'event_date'], none, combinations, ['metric', 'combined_from']
    ) }}

)

select * from summed
where dimension_value is not null
