{{ config(enabled=var('publish_metric_cells') | string | lower == 'true') }}
-- depends_on: {{ ref('int_metric_days_fingerprinted') }}
-- The sums behind metric_values, by day and all dimensions at once, for metrics whose sums can be
-- added.
{%- set others = [
    'metric', 'event_date', 'event_count', 'numerator', 'denominator', 'numerator_square_sum',
    'product_sum', 'denominator_square_sum',
] %}
with

combined as (

    select * from {{ ref('int_metric_events_combined') }}
    -- The events of a rolling metric share months with their neighbours, so their sums must not be
    -- added.
    where metric not in {{ metrics_with('is_rolling', [true]) }}
    {{ where_to_rebuild(none, 'and') }}

),

typed as (

    select
        metric,
        event_date,
        {{ var('metric_dimensions') | join(',\n        ') }},
        {#- A dimension without data stays in the contract as an empty column. #}
        {%- for name in model.columns
            if execute and name not in others and name not in var('metric_dimensions') %}
        cast(null as string) as {{ name }},
        {%- endfor %}
        cast(event_count as bigint) as event_count,
        cast(numerator as double) as numerator,
        cast(denominator as double) as denominator,
        cast(numerator_square_sum as double) as numerator_square_sum,
        cast(product_sum as double) as product_sum,
        cast(denominator_square_sum as double) as denominator_square_sum

    from combined

)

select * from typed
