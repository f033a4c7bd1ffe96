-- sqlfluff:exclude_rules:LT02
-- depends_on: {{ ref('metric_values') }}
-- depends_on: {{ ref('metric_catalogue') }}
-- Metrics with too short a history for an expected value, so that no shift can raise an alert.
with

series as (

    select
        cells.metric,
        cells.period,
        cast(count(*) as bigint) as period_count

    from {{ watched_cells() }}
        and cells.dimension = 'all'
    group by cells.metric, cells.period

),

short as (

    select
        period,
        cast(count(*) as bigint) as metric_count,
        min(metric) as example,
        max(period_count) as longest_count

    from series
    where period_count < {{ minimum_watched_periods() }}
    group by period

),

told as (

    select
        'alerts' as topic,
        period as subject,
        metric_count as row_count,
        cast(metric_count as string) || ' metric(s) have at most ' || cast(longest_count as string)
        || ' complete ' || period || 's with a value, for example ' || example || '. Alerts about'
        || ' shifts need {{ minimum_watched_periods() }}. Red lines and targets raise alerts'
        || ' already.' as message,
        cast(metric_count as string) || ' 个指标最多只有 ' || cast(longest_count as string)
        || ' 个有数值的完整' || case period when 'week' then '周' else '月' end || '，例如 ' || example
        || '。满 {{ minimum_watched_periods() }} 个后开始监测其变化；红线和目标已在监测。' as message_zh

    from short

)

select * from told
