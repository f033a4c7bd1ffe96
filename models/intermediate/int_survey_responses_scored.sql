-- Answers with the survey they answer and the customer who gave them. Of several answers to one
-- question of one invitation only the last counts.
with

responses as (

    select * from {{ ref('stg_surveys__responses') }}
    where not is_deleted

),

surveys as (

    select * from {{ ref('stg_surveys__surveys') }}

),

invitations as (

    select * from {{ ref('stg_surveys__invitations') }}

),

merged_customers as (

    select * from {{ ref('int_customers_merged') }}

),

joined as (

    select
        responses.response_id as survey_response_id,
        responses.survey_id,
        responses.invitation_id,
        coalesce(responses.customer_id, invitations.customer_id) as given_customer_id,
        responses.responded_at,
        coalesce(responses.channel, invitations.channel) as channel,
        coalesce(responses.touchpoint, invitations.touchpoint, surveys.touchpoint) as touchpoint,
        coalesce(responses.ticket_id, invitations.ticket_id) as ticket_id,
        coalesce(responses.order_id, invitations.order_id) as order_id,
        surveys.metric as survey_metric,
        surveys.version as survey_version,
        responses.score,
        surveys.scale_min,
        surveys.scale_max,
        coalesce(surveys.is_higher_better, true) as is_higher_better,
        -- The top two boxes of the survey's own scale, unless the survey says otherwise. Of a scale
        -- of two boxes the better one: both would satisfy everybody.
        coalesce(
            surveys.satisfied_from,
            case
                when surveys.scale_max - surveys.scale_min < 2 and surveys.is_higher_better = false
                    then surveys.scale_min
                when surveys.scale_max - surveys.scale_min < 2 then surveys.scale_max
                when surveys.is_higher_better = false then surveys.scale_min + 1
                else surveys.scale_max - 1
            end
        ) as satisfied_from,
        responses.language,
        responses.comment,
        responses.duration_seconds,
        row_number() over (
            partition by
                coalesce(responses.invitation_id, responses.response_id),
                responses.invitation_id is null,
                responses.survey_id
            order by responses.responded_at desc, responses.response_id desc
        ) as answer_rank

    from responses
    inner join surveys
        on responses.survey_id = surveys.survey_id
    left join invitations
        on responses.invitation_id = invitations.invitation_id

),

scored as (

    select
        joined.*,
        coalesce(merged_customers.surviving_customer_id, joined.given_customer_id) as customer_id,
        joined.answer_rank = 1 as is_counted

    from joined
    left join merged_customers
        on joined.given_customer_id = merged_customers.customer_id

)

select * from scored
{{ where_touched('customer_id') }}
