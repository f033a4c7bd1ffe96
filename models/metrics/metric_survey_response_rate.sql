-- An invitation counts if it was delivered and its time to answer is over.
with

invitations as (

    select * from {{ ref('fct_survey_invitations') }}
    where
        is_delivered
        and is_window_closed

),

events as (

    select
        invitation_id as event_id,
        customer_id,
        sent_at as occurred_at,
        {{ metric_dimensions('fct_survey_invitations') }},
        case when is_responded then 1 else 0 end as numerator,
        1 as denominator

    from invitations

)

select * from events
