-- The first and last day for which each metric can be known. An outcome may come later: an
-- invitation may be answered for 30 days. A metric may look back: a lapsed customer has not bought
-- for 180 days. These days are subtracted at the end and added at the beginning.
with

as_of as (

    select * from {{ ref('int_as_of') }}

),

history as (

    select * from {{ ref('int_histories_begun') }}

),

thresholds as (

    select max(case when threshold = 'lapsed_after' then days end) as lapsed_after_days
    from {{ ref('lifecycle_thresholds') }}

),

metrics as (
    {% for metric in var('metrics') %}
    {{ 'union all' if not loop.first }}
    select
        '{{ metric }}' as metric,
        {{ days_until_known(metric) }} as days_until_known,
        {{ {'lapses': 'history.lapses_known_from_on', 'orders': 'history.orders_begin_on'}.get(
            metric_meta(metric).get('known_from'), 'cast(null as date)'
        ) }} as known_from_on
    from thresholds
    cross join history
    {%- endfor %}

),

dated as (

    select
        metrics.metric,
        metrics.known_from_on,
        {{ date_plus_days('as_of.as_of_date', '-metrics.days_until_known') }} as known_until_on

    from metrics
    cross join as_of

)

select * from dated
