-- The share of customers who completed a step in time, and the time it took, by channel and
-- campaign. The rate counts customers with the whole window. The median also uses customers on the
-- way, as censored.
{%- set steps = [
    ('contacted', 'lead', 'Lead contacted', '线索已触达'),
    ('qualified', 'contacted', 'Lead qualified', '线索已合格'),
    ('converted', 'lead', 'Lead converted', '线索已转化'),
    ('first_purchase', 'known', 'First purchase', '首次购买'),
    ('second_purchase', 'first_purchase', 'Second purchase', '二次购买'),
    ('active', 'second_purchase', 'Still active', '持续活跃'),
    ('renewed', 'contract_ended', 'Contract renewed', '合同已续约'),
    ('lapsed', 'first_active', 'Lapsed', '已流失'),
    ('won_back', 'lapsed', 'Won back', '已赢回'),
] %}
with

entries as (

    select * from {{ ref('int_lifecycle_steps_followed') }}

),

-- Equal rows are merged first, so that the slices below have few rows.
counted as (

    select
        step,
        channel,
        campaign,
        duration_hours,
        count(*) as entered_count,
        count(case when is_window_closed then 1 end) as followed_count,
        count(case when is_window_closed and is_reached_in_time then 1 end) as reached_count,
        count(case when is_finished then 1 end) as finished_count

    from entries
    group by step, channel, campaign, duration_hours

),

slices as (
    {% for by_channel, by_campaign in [(0, 0), (1, 0), (0, 1), (1, 1)] %}
    {{ 'union all' if not loop.first }}
    select
        {{ by_channel }} as by_channel,
        {{ by_campaign }} as by_campaign
    {% endfor %}
),

sliced as (

    select
        counted.step,
        case when slices.by_channel = 1 then counted.channel else 'all' end as channel,
        case when slices.by_campaign = 1 then counted.campaign else 'all' end as campaign,
        counted.duration_hours,
        counted.entered_count,
        counted.followed_count,
        counted.reached_count,
        counted.finished_count

    from counted
    cross join slices
    -- A channel or campaign with that name is not the total.
    where
        not (slices.by_channel = 1 and counted.channel = 'all')
        and not (slices.by_campaign = 1 and counted.campaign = 'all')

),

cells as (

    select
        step,
        channel,
        campaign,
        sum(entered_count) as entered_count,
        sum(followed_count) as followed_count,
        sum(reached_count) as reached_count

    from sliced
    group by step, channel, campaign

),

durations as (

    select
        step,
        channel,
        campaign,
        duration_hours,
        sum(finished_count) as event_count,
        sum(entered_count - finished_count) as censored_count

    from sliced
    where duration_hours is not null
    group by step, channel, campaign, duration_hours

),

{{ kaplan_meier('durations', ['step', 'channel', 'campaign'], 'duration_hours') }},

halved as (

    select
        step,
        channel,
        campaign,
        {{ survival_quantile('survival', '0.5', 'duration_hours') }} as median_hours

    from bounded
    group by step, channel, campaign

),

estimated as (

    select
        cells.*,
        cells.followed_count < {{ var('minimum_event_counts').hidden }} as is_suppressed,
        {{ ratio('cells.reached_count', 'cells.followed_count') }} as rate,
        {{ wilson_bound('cells.reached_count', 'cells.followed_count', 'low') }} as rate_low,
        {{ wilson_bound('cells.reached_count', 'cells.followed_count', 'high') }} as rate_high,
        case
            when cells.entered_count >= {{ var('minimum_event_counts').hidden }}
                then {{ ratio('halved.median_hours', '24') }}
        end as median_days

    from cells
    left join halved
        on
            cells.step = halved.step
            and cells.channel = halved.channel
            and cells.campaign = halved.campaign

),

named as (
    {% for step, from_stage, label_en, label_zh in steps %}
    {{ 'union all' if not loop.first }}
    select
        {{ loop.index }} as position,
        '{{ step }}' as step,
        '{{ from_stage }}' as from_stage,
        '{{ label_en }}' as label_en,
        '{{ label_zh }}' as label_zh
    {% endfor %}
),

described as (

    select
        named.position,
        estimated.step,
        named.from_stage,
        named.label_en,
        named.label_zh,
        estimated.channel,
        estimated.campaign,
        cast(estimated.entered_count as bigint) as entered_count,
        cast(estimated.followed_count as bigint) as followed_count,
        cast(estimated.reached_count as bigint) as reached_count,
        estimated.is_suppressed,
        case when not estimated.is_suppressed then estimated.rate end as rate,
        case when not estimated.is_suppressed then estimated.rate_low end as rate_low,
        case when not estimated.is_suppressed then estimated.rate_high end as rate_high,
        cast(estimated.median_days as double) as median_days

    from estimated
    inner join named
        on estimated.step = named.step

)

select * from described
