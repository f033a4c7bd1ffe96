{{ config(severity='warn') }}
-- A target for a slice without values has no effect. The region may be misspelt or closed.
with

targets as (

    select
        metric,
        dimension,
        dimension_value
    from {{ ref('metric_targets') }}
    where dimension <> 'all'

),

slices as (

    select
        metric,
        dimension,
        dimension_value
    from {{ ref('metric_values') }}
    where dimension in (select targets.dimension from targets)
    group by metric, dimension, dimension_value

),

listed as (

    select
        metric,
        dimension,
        {{ dbt.listagg('dimension_value', "', '", 'order by dimension_value') }} as allowed_values
    from slices
    group by metric, dimension

),

unknown as (

    select
        'seeds/reference/metric_targets.csv: dimension_value of ' || targets.metric || ' is '''
        || targets.dimension_value || ''', but no value has it; allowed in ' || targets.dimension
        || ': ' || coalesce(listed.allowed_values, 'none') || '. Correct or remove the row.'
            as message

    from targets
    left join slices
        on
            targets.metric = slices.metric
            and {{ is_same_slice('targets', 'slices') }}
    left join listed
        on
            targets.metric = listed.metric
            and targets.dimension = listed.dimension
    where slices.dimension_value is null

)

select * from unknown
