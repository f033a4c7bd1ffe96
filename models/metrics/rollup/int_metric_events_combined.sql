-- The events of metrics whose counts, sums, squares and products can be summed: from days to any
-- period, and from all dimensions to each. So the events are read once. If every denominator is 1,
-- its products add no information and are not computed.
with

events as (

    select * from {{ ref('metric_events') }}
    where metric not in {{ metrics_with('statistic', ['median', 'p90']) }}

),

combined as (

    select
        metric,
        event_date,
        {%- for dimension in var('metric_dimensions') %}
        {{ dimension }},
        {%- endfor %}
        count(*) as event_count,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        sum({{ exact_square('numerator') }}) as numerator_square_sum,
        sum(
            case
                when metric in {{ metrics_with('statistic', ['ratio']) }}
                    then {{ exact_product('numerator', 'denominator') }}
            end
        ) as product_sum,
        sum(
            case
                when metric in {{ metrics_with('statistic', ['ratio']) }}
                    then {{ exact_square('denominator') }}
            end
        ) as denominator_square_sum

    from events
    group by metric, event_date, {{ var('metric_dimensions') | join(', ') }}

)

select * from combined
