-- Counts, sums and sums of squares and products add up: from a day to any period, so the events are
-- read once; and from all dimensions to each, so not every event is summed again for each of them.
-- Where every denominator is 1 its products say nothing new and are not worked out.
-- Combinations of dimensions are reported by month and longer: their days are added up here. Those
-- of a rolling metric stay apart, since a longer period takes the newest only.
{%- set combinations = metric_combinations() %}
with

events as (

    select * from {{ ref('metric_events') }}
    where metric not in {{ metrics_with('statistic', ['median', 'p90']) }}

),

combined as (

    select
        metric,
        event_date,
        case
            when metric in {{ metrics_with('is_rolling', [true]) }} then event_date
            else {{ start_of('month', 'event_date') }}
        end as combined_from,
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

),

summed as (

    select
        metric,
        min(event_date) as event_date,
        case
            {%- for name, dimensions in combinations.items() %}
            when grouping({{ dimensions | join(') + grouping(') }}) = 0 then '{{ name }}'
            {%- endfor %}
            {%- for dimension in var('metric_dimensions') %}
            when grouping({{ dimension }}) = 0 then '{{ dimension }}'
            {%- endfor %}
            else 'all'
        end as dimension,
        case
            {%- for dimensions in combinations.values() %}
            when grouping({{ dimensions | join(') + grouping(') }}) = 0
                then {{ combined_value(dimensions) }}
            {%- endfor %}
            {%- for dimension in var('metric_dimensions') %}
            when grouping({{ dimension }}) = 0 then {{ dimension }}
            {%- endfor %}
            else 'all'
        end as dimension_value,
        sum(event_count) as event_count,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        sum(numerator_square_sum) as numerator_square_sum,
        sum(product_sum) as product_sum,
        sum(denominator_square_sum) as denominator_square_sum

    from combined
    group by {{ dimension_sets(
        ['metric', 'event_date'], none, combinations, ['metric', 'combined_from']
    ) }}

)

select * from summed
where dimension_value is not null
