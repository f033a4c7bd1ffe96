-- Counts, sums and sums of squares add up: from a day to any period, so the events are read once.
with

events as (

    select * from {{ ref('metric_events') }}
    where metric not in {{ metrics_with('statistic', ['median', 'p90']) }}

),

summed as (

    select
        metric,
        event_date,
        case
            {%- for dimension in var('metric_dimensions') %}
            when grouping({{ dimension }}) = 0 then '{{ dimension }}'
            {%- endfor %}
            else 'all'
        end as dimension,
        case
            {%- for dimension in var('metric_dimensions') %}
            when grouping({{ dimension }}) = 0 then {{ dimension }}
            {%- endfor %}
            else 'all'
        end as dimension_value,
        count(*) as event_count,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        sum({{ exact_square('numerator') }}) as numerator_square_sum

    from events
    group by {{ dimension_sets(['metric', 'event_date']) }}

)

select * from summed
where dimension_value is not null
