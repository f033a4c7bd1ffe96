-- Targets in the direction and on the scale of the company's own survey, if the metric has one.
with

targets as (

    select * from {{ ref('metric_targets') }}

),

scales as (

    select * from {{ ref('int_metric_scales_found') }}

),

-- A target above its red line belongs to a scale where higher is better.
described as (

    select
        targets.metric,
        targets.dimension,
        targets.dimension_value,
        targets.valid_from,
        targets.valid_to,
        targets.target,
        targets.red_line,
        scales.scale_min,
        scales.scale_max,
        coalesce(targets.scale_min, scales.scale_min) as given_scale_min,
        {{ ratio(
            'scales.scale_max - scales.scale_min',
            'coalesce(targets.scale_max, scales.scale_max)'
            ~ ' - coalesce(targets.scale_min, scales.scale_min)'
        ) }} as stretch,
        coalesce(
            (targets.target > targets.red_line and scales.better = 'lower')
            or (targets.target < targets.red_line and scales.better = 'higher'),
            false
        ) as is_turned

    from targets
    inner join scales
        on targets.metric = scales.metric

),

placed as (

    select
        metric,
        dimension,
        dimension_value,
        valid_from,
        valid_to,
        case
            when scale_min is null then target
            when is_turned then scale_max - (target - given_scale_min) * stretch
            when given_scale_min = scale_min and stretch = 1 then target
            else scale_min + (target - given_scale_min) * stretch
        end as target,
        case
            when scale_min is null then red_line
            when is_turned then scale_max - (red_line - given_scale_min) * stretch
            when given_scale_min = scale_min and stretch = 1 then red_line
            else scale_min + (red_line - given_scale_min) * stretch
        end as red_line

    from described

)

select * from placed
