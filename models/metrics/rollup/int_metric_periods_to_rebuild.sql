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

-- What was known of each metric now and in the build before, where it differs.
histories as (

    select
        histories.known_until_on,
        cast(noted.known_until_on as date) as known_before_until_on,
        histories.events_begin_on,
        cast(noted.events_begin_on as date) as events_began_on

    from {{ ref('int_metric_histories_dated') }} as histories
    inner join {{ changes_of(
        'int_metric_histories_dated', ['metric', 'known_until_on', 'events_begin_on']
    ) }} as noted
        on histories.metric = noted.metric

),

-- The days of which all periods are made again, or only those that end on them.
days as (

    select
        cast(event_date as date) as event_date,
        false as is_end
    from {{ changes_of('int_metric_days_fingerprinted', ['event_date']) }} as events_noted
    {%- for days in ['int_metric_days_fingerprinted', 'int_durations_summed_by_day'] %}
    union
    -- Another scale may change every status of its metric.
    select
        event_date,
        false as is_end
    from {{ ref(days) }}
    where exists (select 1 from {{ changes_of('int_metric_scales_found', ['metric']) }} as scales)
    {%- endfor %}
    union
    -- A metric may begin on another day. Some begin later each day: a reply is waited for today
    -- only. The periods between the two days may now be complete, or not any more.
    select
        cast(unnest(generate_series(
            least(events_begin_on, events_began_on), greatest(events_begin_on, events_began_on),
            interval 1 day
        )) as date) as event_date,
        false as is_end
    from histories
    where events_begin_on is distinct from events_began_on
    union
    -- So may periods that end after the last day known before, and not after the one known now.
    select
        cast(unnest(generate_series(
            least(known_until_on, known_before_until_on) + 1,
            greatest(known_until_on, known_before_until_on),
            interval 1 day
        )) as date) as event_date,
        true as is_end
    from histories

),

changed as (

    select
        period,
        period_start

    from (
        select
            days.*,
            periods.period,
            {{ period_start('periods.period', 'days.event_date') }} as period_start
        from days
        cross join {{ constant_rows('period', var('metric_periods')) }} as periods
    ) as placed
    where not is_end or event_date = {{ last_day_of_period('period', 'period_start') }}
    union
    -- The target of all time is that of today.
    select
        'all' as period,
        cast(null as date) as period_start
    union
    select
        period,
        cast(period_start as date) as period_start
    from {{ changes_of('int_metric_cells_survived', ['period', 'period_start']) }} as survived

),

-- Each changed period, the next one, which is compared with it, and the one before it.
surrounded as (
    {% for day, is_rebuilt in [
        ('period_start', 'true'),
        (date_plus_days(last_day_of_period('period', 'period_start'), 1), 'true'),
        (date_plus_days('period_start', -1), 'false'),
    ] %}
    {{ 'union all' if not loop.first }}
    select
        period,
        {{ period_start('period', day) }} as period_start,
        {{ is_rebuilt }} as is_rebuilt
    from changed
    {% endfor %}
)

select
    period,
    period_start,
    bool_or(is_rebuilt) as is_rebuilt
from surrounded
group by period, period_start
{% endif %}
