with

invitations as (

    select * from {{ ref('stg_surveys__invitations') }}
    where not is_deleted

),

surveys as (

    select * from {{ ref('stg_surveys__surveys') }}

),

merged_customers as (

    select * from {{ ref('int_customers_merged') }}

),

tickets as (

    select * from {{ ref('int_tickets_counted') }}

),

-- A survey about a merged ticket counts for the surviving ticket.
merged_tickets as (

    select * from {{ ref('int_tickets_merged') }}

),

answers as (

    select
        invitation_id,
        min(responded_at) as first_responded_at

    from {{ ref('int_survey_responses_scored') }}
    where invitation_id is not null
    group by invitation_id

),

joined as (

    select
        invitations.invitation_id,
        invitations.survey_id,
        merged_customers.surviving_customer_id as customer_id,
        invitations.sent_at,
        invitations.channel,
        invitations.touchpoint,
        invitations.opened_at,
        invitations.bounced_at,
        answers.first_responded_at,
        invitations.ticket_id,
        invitations.order_id

    from invitations
    inner join merged_customers
        on invitations.customer_id = merged_customers.customer_id
    left join answers
        on invitations.invitation_id = answers.invitation_id
    {{ where_to_rebuild('merged_customers.surviving_customer_id') }}

),

described as (

    select
        joined.invitation_id,
        joined.survey_id,
        joined.customer_id,
        joined.sent_at,
        surveys.metric as survey_metric,
        joined.channel,
        coalesce(joined.touchpoint, surveys.touchpoint) as touchpoint,
        joined.opened_at,
        joined.bounced_at,
        joined.first_responded_at,
        joined.bounced_at is null as is_delivered,
        joined.opened_at is not null or joined.first_responded_at is not null as is_opened,
        coalesce(
            joined.first_responded_at >= joined.sent_at
            and joined.first_responded_at
            < {{ plus_days('joined.sent_at', var('survey_response_window_days')) }},
            false
        ) as is_responded,
        {{ plus_days('joined.sent_at', var('survey_response_window_days')) }} <= as_of.as_of
            as is_window_closed,
        joined.ticket_id,
        joined.order_id,
        tickets.team,
        version.segment,
        version.region,
        standing.value_tier,
        standing.lifecycle_stage

    from joined
    cross join {{ ref('int_as_of') }} as as_of
    {{ as_of_event('joined', 'sent_at') }}
    -- This join is last: in DuckDB 2.0.0 a large join may fail on texts from an earlier join.
    inner join surveys
        on joined.survey_id = surveys.survey_id
    left join merged_tickets
        on joined.ticket_id = merged_tickets.ticket_id
    left join tickets
        on coalesce(merged_tickets.surviving_ticket_id, joined.ticket_id) = tickets.ticket_id

)

{{ with_custom_columns('described', 'fct_survey_invitations') }}
