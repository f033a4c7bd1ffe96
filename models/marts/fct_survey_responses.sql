with

responses as (

    select * from {{ ref('int_survey_responses_scored') }}
    {{ where_to_rebuild('customer_id') }}

),

tickets as (

    select * from {{ ref('int_tickets_counted') }}

),

-- A survey about a merged ticket counts for the surviving ticket.
merged_tickets as (

    select * from {{ ref('int_tickets_merged') }}

),

described as (

    select
        responses.survey_response_id,
        responses.survey_id,
        responses.invitation_id,
        responses.customer_id,
        responses.responded_at,
        responses.is_counted,
        responses.left_out_reason,
        responses.survey_metric,
        responses.survey_version,
        responses.score,
        responses.scale_min,
        responses.scale_max,
        responses.is_higher_better,
        cast(responses.satisfied_from as decimal(18, 4)) as satisfied_from,
        case
            when responses.is_higher_better then responses.score >= responses.satisfied_from
            else responses.score <= responses.satisfied_from
        end as is_satisfied,
        responses.channel,
        responses.touchpoint,
        responses.ticket_id,
        responses.order_id,
        responses.language,
        responses.comment,
        responses.comment is not null as has_comment,
        responses.duration_seconds,
        tickets.team,
        version.segment,
        version.region,
        standing.value_tier,
        standing.lifecycle_stage

    from responses
    {{ as_of_event('responses', 'responded_at') }}
    -- This join is last, as in fct_survey_invitations.
    left join merged_tickets
        on responses.ticket_id = merged_tickets.ticket_id
    left join tickets
        on coalesce(merged_tickets.surviving_ticket_id, responses.ticket_id) = tickets.ticket_id

)

{{ with_custom_columns('described', 'fct_survey_responses') }}
