with

judged as (

    select
        cells.*,
        catalogue.better,
        lead(cells.period_start) over (
            partition by cells.metric, cells.period, cells.dimension, cells.dimension_value
            order by cells.period_start
        ) as next_start

    from {{ ref('metric_values') }} as cells
    inner join {{ ref('metric_catalogue') }} as catalogue
        on cells.metric = catalogue.metric
    where cells.is_complete and cells.status <> 'none' and cells.period in ('month', 'week')

),

-- A month is beyond its line if its status is red. A week is so only if its whole interval is.
lined as (

    select
        *,
        'red_line' as kind,
        red_line as line,
        status = 'red' as is_beyond,
        status = 'red' and (
            period = 'month'
            or (better = 'lower' and value_low > red_line)
            or (better = 'higher' and value_high < red_line)
        ) as is_sure
    from judged
    where red_line is not null

    union all

    select
        *,
        'target_missed' as kind,
        target as line,
        status <> 'green' as is_beyond,
        status <> 'green' as is_sure
    from judged
    where period = 'month'

),

numbered as (

    select
        *,
        sum(case when is_beyond then 0 else 1 end) over (
            partition by metric, period, dimension, dimension_value, kind
            order by period_start
            rows between unbounded preceding and current row
        ) as run_number

    from lined

),

run_rows as (

    select
        *,
        first_value(line) over newest_first as newest_line,
        first_value(value) over newest_first as newest_value,
        first_value(value_high - value_low) over newest_first as newest_width

    from numbered
    where is_beyond
    window newest_first as (
        partition by metric, period, dimension, dimension_value, kind, run_number
        order by period_start desc
        rows between unbounded preceding and unbounded following
    )

),

runs as (

    select
        metric,
        period,
        dimension,
        dimension_value,
        kind,
        min(case when is_sure then period_start end) as since_start,
        max(period_start) as last_start,
        min(case when is_sure then period_start end) as detected_start,
        case when count(next_start) = count(*) then max(next_start) end as closed_start,
        case when count(next_start) = count(*) then 'returned' end as closed_because,
        max(newest_line) as expected,
        max(newest_value) as observed,
        2 * {{ z_95() }} * {{ ratio(
            'max(newest_value) - max(newest_line)', 'max(newest_width)'
        ) }} as deviations,
        cast(null as string) as explaining_dimension,
        cast(null as string) as explaining_values,
        cast(null as double) as explained_share

    from run_rows
    group by metric, period, dimension, dimension_value, kind, run_number
    having count(case when is_sure then 1 end) > 0

)

select * from runs
