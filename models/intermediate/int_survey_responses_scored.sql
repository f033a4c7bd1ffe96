-- Answers with their survey and customer, and the reason if an answer counts in no metric.
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
        invitations.invitation_id is not null as is_invitation_known,
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
        -- The two best points of the scale count as satisfied, unless the survey says otherwise. Of
        -- two or three points only the best does: the middle one of three smileys is neutral.
        coalesce(
            surveys.satisfied_from,
            case
                when surveys.scale_max - surveys.scale_min < 3 and surveys.is_higher_better = false
                    then surveys.scale_min
                when surveys.scale_max - surveys.scale_min < 3 then surveys.scale_max
                when surveys.is_higher_better = false then surveys.scale_min + 1
                else surveys.scale_max - 1
            end
        ) as satisfied_from,
        responses.language,
        responses.comment,
        responses.duration_seconds,
        responses._load_number,
        responses._row_number

    from responses
    inner join surveys
        on responses.survey_id = surveys.survey_id
    left join invitations
        on responses.invitation_id = invitations.invitation_id

),

identified as (

    select
        joined.*,
        coalesce(merged_customers.surviving_customer_id, joined.given_customer_id) as customer_id,
        joined.survey_metric <> 'nps'
        or {{ is_nps_scale('joined.scale_min', 'joined.scale_max', 'joined.is_higher_better') }}
            as is_on_metric_scale

    from joined
    left join merged_customers
        on joined.given_customer_id = merged_customers.customer_id

),

-- An unknown invitation id may belong to a link that was sent to everybody, so many answers share
-- it.
ranked as (

    select
        *,
        row_number() over (
            partition by
                case when is_invitation_known then invitation_id else survey_response_id end,
                is_invitation_known,
                customer_id,
                survey_id
            order by responded_at desc, _load_number desc, _row_number desc
        ) as answer_rank

    from identified

),

{% if var('one_survey_answer_per') is not none -%}
ranked_in_period as (

    select
        *,
        row_number() over (
            partition by
                answer_rank = 1,
                customer_id,
                case when customer_id is null then survey_response_id end,
                survey_metric,
                scale_min,
                scale_max,
                is_higher_better,
                {{ start_of(var('one_survey_answer_per'), local_time('responded_at')) }}
            order by responded_at desc, _load_number desc, _row_number desc
        ) as period_rank

    from ranked

),

{% else -%}
ranked_in_period as (

    select
        *,
        1 as period_rank

    from ranked

),

{% endif -%}
judged as (

    select
        *,
        case
            when answer_rank > 1 then 'replaced_by_a_later_answer'
            when not is_on_metric_scale then 'scale_not_of_the_metric'
            when period_rank > 1 then 'later_answer_in_the_period'
        end as left_out_reason

    from ranked_in_period

),

scored as (

    select
        *,
        left_out_reason is null as is_counted

    from judged

)

select * from scored
{{ where_to_rebuild('customer_id') }}
