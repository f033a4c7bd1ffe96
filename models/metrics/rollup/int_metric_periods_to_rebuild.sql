-- sqlfluff:exclude_rules:ST06,RF02,RF03,AM04,RF04,LT02,LT09,LT11,AL03
-- depends_on: {{ ref('int_durations_summed_by_day') }}
-- depends_on: {{ ref('int_metric_cells_survived') }}
-- depends_on: {{ ref('int_metric_days_fingerprinted') }}
-- depends_on: {{ ref('int_metric_histories_dated') }}
-- depends_on: {{ ref('int_metric_scales_found') }}
-- The periods that this build must make again in metric_values: a cell of them may have changed, or
-- the period before, with which each is compared. Significance depends on all metrics of a period,
-- so a period is made again for all of them. In a full build no period is listed, because all are
-- built.
{% if is_full_build() %}
select
    cast(null as string) as period,
    cast(null as date) as period_start,
    cast(null as boolean) as is_rebuilt
from {{ ref('int_metric_histories_dated') }}
where false
{% else %}
with

days as (

    select
        event_date,
        bool_or(is_changed) as is_changed

    from (
        {%- for days in ['int_metric_days_fingerprinted', 'int_durations_summed_by_day'] %}
        select
            event_date,
            false as is_changed
        from {{ ref(days) }}
        union all
        {%- endfor %}
        select
            cast(event_date as date) as event_date,
            true as is_changed
        from {{ changes_of('int_metric_days_fingerprinted', ['event_date']) }}
    ) as days_of_metrics
    group by event_date

),

placed as (

    select
        *,
        {{ last_day_of_period('period', 'period_start') }} as period_end

    from (
        select
            periods.period,
            {{ period_start('periods.period', 'days.event_date') }} as period_start,
            bool_or(days.is_changed) as is_changed
        from days
        cross join {{ constant_rows('period', var('metric_periods')) }} as periods
        group by periods.period, {{ period_start('periods.period', 'days.event_date') }}
    ) as periods_of_days

),

histories_noted as (

    select
        metric,
        cast(known_until_on as date) as known_until_on,
        cast(events_begin_on as date) as events_begin_on

    from {{ changes_of(
        'int_metric_histories_dated', ['metric', 'known_until_on', 'events_begin_on']
    ) }} as noted

),

-- The last day for which metrics are known now, and were known in the build before.
known as (

    select distinct
        histories.known_until_on,
        noted.known_until_on as known_before_until_on

    from {{ ref('int_metric_histories_dated') }} as histories
    inner join histories_noted as noted
        on
            histories.metric = noted.metric
            and histories.known_until_on <> noted.known_until_on

),

-- A metric may begin on another day. Some begin later each day: a reply is waited for today only.
-- The periods between the two days may now be complete, or not any more.
begun as (

    select distinct
        least(histories.events_begin_on, noted.events_begin_on) as earlier_on,
        greatest(histories.events_begin_on, noted.events_begin_on) as later_on

    from {{ ref('int_metric_histories_dated') }} as histories
    inner join histories_noted as noted
        on
            histories.metric = noted.metric
            and histories.events_begin_on is distinct from noted.events_begin_on

),

changed as (

    select
        period,
        period_start

    from placed
    where
        is_changed
        -- The target of all time is that of today.
        or period_start is null
        -- Another scale may change every status of its metric.
        or exists (
            select 1 from {{ changes_of('int_metric_scales_found', ['metric']) }} as scales
        )
        or exists (
            select 1 from begun
            where placed.period_end >= begun.earlier_on and placed.period_start <= begun.later_on
        )
        or exists (
            select 1 from known
            where
                (placed.period_end <= known.known_until_on)
                <> (placed.period_end <= known.known_before_until_on)
        )
    union
    select
        period,
        cast(period_start as date) as period_start
    from {{ changes_of('int_metric_cells_survived', ['period', 'period_start']) }} as survived

),

-- Each changed period, the next one, which is compared with it, and the one before it.
surrounded as (

    select
        period,
        period_start,
        true as is_rebuilt
    from changed
    union all
    select
        period,
        {{ period_start(
            'period', date_plus_days(last_day_of_period('period', 'period_start'), 1)
        ) }} as period_start,
        true as is_rebuilt
    from changed
    union all
    select
        period,
        {{ period_start('period', date_plus_days('period_start', -1)) }} as period_start,
        false as is_rebuilt
    from changed

)

select
    period,
    period_start,
    bool_or(is_rebuilt) as is_rebuilt
from surrounded
group by period, period_start
{% endif %}
