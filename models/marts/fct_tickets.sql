{%- set by_category = 'observed.has_ticket_categories'
    if var('first_contact_resolution_by_category') else 'false' %}
with

tickets as (

    select * from {{ ref('int_tickets_counted') }}
    {{ where_to_rebuild('customer_id') }}

),

events as (

    select * from {{ ref('int_tickets_followed') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

solved as (

    select
        tickets.*,
        coalesce(events.is_opened_by_customer, true) as is_opened_by_customer,
        events.first_agent_reply_at,
        coalesce(events.agent_reply_count, 0) as agent_reply_count,
        events.first_solved_at,
        case when tickets.is_solved then events.last_solved_at end as solved_at,
        coalesce(events.reopen_count, 0) as reopen_count,
        coalesce(events.escalation_count, 0) as escalation_count,
        coalesce(events.hand_off_count, 0) as hand_off_count,
        events.first_bot_reply_at,
        events.handed_over_at

    from tickets
    left join events
        on tickets.ticket_id = events.ticket_id

),

-- A repeat contact: the customer opens another ticket of the same category. If the source has no
-- categories, or the variable says so, any contact counts.
contacts as (

    select
        solved.ticket_id,
        min(case when solved.is_opened_by_customer then solved.created_at end) over (
            partition by
                solved.customer_id,
                case when {{ by_category }} then solved.category end
            order by
                solved.created_at asc, solved._load_number asc, solved._row_number asc
            rows between 1 following and unbounded following
        ) as next_contact_at

    from solved
    cross join {{ ref('int_sources_observed') }} as observed
    where solved.customer_id is not null

),

measured as (

    select
        solved.*,
        as_of.as_of,
        contacts.next_contact_at,
        case
            when solved.category is null and {{ by_category }} then false
            when solved.customer_id is not null then true
        end as is_followed,
        {{ minutes_between('solved.created_at', 'solved.first_agent_reply_at') }}
            as first_response_minutes,
        {{ minutes_between('solved.created_at', 'solved.solved_at') }} as resolution_minutes,
        case
            when not solved.is_solved
                then {{ minutes_between('solved.created_at', 'as_of.as_of') }}
        end as age_minutes

    from solved
    cross join as_of
    cross join {{ ref('int_sources_observed') }} as observed
    left join contacts
        on solved.ticket_id = contacts.ticket_id

),

described as (

    select
        measured.ticket_id,
        measured.customer_id,
        measured.created_at,
        measured.ticket_status,
        measured.is_solved,
        measured.channel,
        measured.category,
        measured.subcategory,
        measured.priority,
        measured.is_complaint,
        measured.agent_id,
        measured.team,
        measured.order_id,
        measured.subject,
        measured.first_agent_reply_at,
        cast(measured.agent_reply_count as bigint) as agent_reply_count,
        measured.first_solved_at,
        measured.solved_at,
        cast(measured.reopen_count as bigint) as reopen_count,
        measured.reopen_count > 0 as is_reopened,
        cast(measured.escalation_count as bigint) as escalation_count,
        cast(measured.hand_off_count as bigint) as hand_off_count,
        measured.first_bot_reply_at,
        measured.handed_over_at,
        measured.next_contact_at,
        measured.is_followed,
        measured.first_response_minutes,
        measured.resolution_minutes,
        measured.age_minutes,
        measured.schedule,
        timed.business_first_response_minutes,
        timed.business_resolution_minutes,
        timed.business_age_minutes,
        timed.customer_wait_minutes,
        timed.agent_wait_minutes,
        timed.on_hold_minutes,
        timed.business_customer_wait_minutes,
        timed.business_agent_wait_minutes,
        timed.business_on_hold_minutes,
        due.first_response_due_at,
        due.resolution_due_at,
        version.segment,
        version.region,
        standing.value_tier,
        standing.lifecycle_stage

    from measured
    left join {{ ref('int_tickets_timed') }} as timed
        on measured.ticket_id = timed.ticket_id
    left join {{ ref('int_ticket_commitments_due') }} as due
        on measured.ticket_id = due.ticket_id
    {{ as_of_event('measured', 'created_at') }}

)

{{ with_custom_columns('described', 'fct_tickets') }}
