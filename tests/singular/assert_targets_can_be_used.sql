-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT05
-- A target of an unknown metric or dimension never colours a value. Two targets of one day would
-- duplicate the value. A red line on the good side of its target reverses the colours.
{%- set dimensions = ['all'] + var('metric_dimensions') + var('metric_combinations') | list %}
with

targets as (

    select
        given.*,
        'seeds/reference/metric_targets.csv: the row ' || given.metric || ', ' || given.dimension
        || ', ' || given.dimension_value || ', ' || cast(given.valid_from as string) || ': '
            as place

    from {{ ref('metric_targets') }} as given

),

scales as (

    select * from {{ ref('int_metric_scales_found') }}

),

unknown_metrics as (

    select
        place || 'metric is ''' || metric
        || '''; allowed: '
        || '{{ var('metrics') | join(', ') }}'
        || '. Correct or remove the row.' as message

    from targets
    where metric not in ('{{ var('metrics') | join("', '") }}')

),

unknown_dimensions as (

    select
        place || 'dimension is ''' || dimension
        || '''; allowed: '
        || '{{ dimensions | join(', ') }}'
        || '. Correct or remove the row.' as message

    from targets
    where dimension not in ('{{ dimensions | join("', '") }}')

),

unknown_totals as (

    select
        place || 'dimension_value is ''' || dimension_value
        || '''; allowed beside dimension all: all. Write all, or name the dimension.' as message

    from targets
    where
        dimension = 'all'
        and dimension_value <> 'all'

),

doubled as (

    select
        targets.place || 'valid_from lies within another row of the same metric, dimension and'
        || ' value; allowed: one row a day. End the other row the day before (valid_to).'
            as message

    from targets
    inner join targets as others
        on
            targets.metric = others.metric
            and {{ is_same_slice('targets', 'others') }}
            and targets.valid_from >= others.valid_from
            and (others.valid_to is null or targets.valid_from <= others.valid_to)
    group by targets.place
    having count(*) > 1

),

turned as (

    select
        targets.place || 'red_line is ' || cast(targets.red_line as string) || ' and target is '
        || cast(targets.target as string) || '; allowed: a red line '
        || case when scales.better = 'lower' then 'above' else 'below' end
        || ' the target, since ' || scales.better || ' is better. Exchange them.' as message

    from targets
    inner join scales
        on targets.metric = scales.metric
    where
        scales.scale_min is null
        and (
            (scales.better = 'lower' and targets.red_line < targets.target)
            or (scales.better = 'higher' and targets.red_line > targets.target)
        )

)

select * from unknown_metrics
union all
select * from unknown_dimensions
union all
select * from unknown_totals
union all
select * from doubled
union all
select * from turned
