-- From sent to answered, by survey, channel and month of sending. Only invitations whose time to
-- answer is over count. Otherwise new ones would look unanswered (bias).
with

invitations as (

    select * from {{ ref('fct_survey_invitations') }}
    where is_window_closed

),

counted as (

    select
        survey_id,
        coalesce(channel, 'unknown') as channel,
        {{ start_of('month', local_time('sent_at')) }} as month_start,
        count(*) as sent_count,
        count(case when is_delivered then 1 end) as delivered_count,
        count(case when is_delivered and is_opened then 1 end) as opened_count,
        count(case when is_delivered and is_responded then 1 end) as responded_count

    from invitations
    group by survey_id, coalesce(channel, 'unknown'), {{ start_of('month', local_time('sent_at')) }}

),

estimated as (

    select
        *,
        sent_count < {{ var('minimum_event_counts').hidden }} as is_suppressed,
        {{ ratio('delivered_count', 'sent_count') }} as delivery_rate,
        {{ ratio('opened_count', 'delivered_count') }} as open_rate,
        {{ ratio('responded_count', 'delivered_count') }} as response_rate,
        {{ wilson_bound('responded_count', 'delivered_count', 'low') }} as response_rate_low,
        {{ wilson_bound('responded_count', 'delivered_count', 'high') }} as response_rate_high

    from counted

),

suppressed as (

    select
        survey_id,
        channel,
        month_start,
        sent_count,
        delivered_count,
        opened_count,
        responded_count,
        is_suppressed,
        case when not is_suppressed then delivery_rate end as delivery_rate,
        case when not is_suppressed then open_rate end as open_rate,
        case when not is_suppressed then response_rate end as response_rate,
        case when not is_suppressed then response_rate_low end as response_rate_low,
        case when not is_suppressed then response_rate_high end as response_rate_high

    from estimated

)

select * from suppressed
