-- sqlfluff:exclude_rules:ST06,LT02,RF04
-- Events and successes of each agent and team. The metric defines the event; the ticket gives the
-- agent and team. An agent with the role bot on the day when the ticket was opened is left out,
-- whatever the role is today.
with

tickets_of_bots as (

    {{ rows_of_bots(ref('fct_tickets'), 'ticket_id', 'agent_id', 'created_at') }}

),

tickets as (

    select
        tickets.ticket_id,
        coalesce(tickets.team, 'none') as team,
        case when tickets_of_bots.ticket_id is null then tickets.agent_id end as agent_id,
        cast({{ local_time('tickets.created_at') }} as date) as created_on,
        {{ is_in_newest_days('tickets.created_at') }}
        and tickets.created_at <= as_of.as_of as is_recent,
        case when tickets_of_bots.ticket_id is null then agents.trained_on end as trained_on

    from {{ ref('fct_tickets') }} as tickets
    cross join {{ ref('int_as_of') }} as as_of
    left join {{ ref('stg_support__agents') }} as agents
        on
            tickets.agent_id = agents.agent_id
            and not agents.is_deleted
    left join tickets_of_bots
        on tickets.ticket_id = tickets_of_bots.ticket_id

),

answers as (

    select
        responses.survey_response_id as event_id,
        coalesce(merged_tickets.surviving_ticket_id, responses.ticket_id) as ticket_id

    from {{ ref('fct_survey_responses') }} as responses
    left join {{ ref('int_tickets_merged') }} as merged_tickets
        on responses.ticket_id = merged_tickets.ticket_id
    where responses.ticket_id is not null

),

events as (
    {% for metric in quality_metrics() %}
    {{ 'union all' if not loop.first }}
    select
        '{{ metric }}' as metric,
        {{ 'answers.ticket_id' if metric == 'csat' else 'events.event_id as ticket_id' }},
        events.numerator as success
    from {{ ref('metric_' ~ metric) }} as events
    {%- if metric == 'csat' %}
    inner join answers
        on events.event_id = answers.event_id
    {%- endif %}
    {% endfor %}
),

placed as (

    select
        events.metric,
        events.success,
        tickets.ticket_id,
        tickets.team,
        tickets.agent_id,
        tickets.is_recent,
        case
            when
                tickets.created_on < tickets.trained_on
                and tickets.created_on
                >= {{ date_plus_days('tickets.trained_on', '-' ~ var('satisfaction_days')) }}
                then 'before'
            when
                tickets.created_on >= tickets.trained_on
                and tickets.created_on
                < {{ date_plus_days('tickets.trained_on', var('satisfaction_days')) }}
                then 'after'
        end as phase

    from events
    inner join tickets
        on events.ticket_id = tickets.ticket_id

),

{%- set counts %}
        sum(case when is_recent then 1 else 0 end) as event_count,
        sum(case when is_recent then success else 0 end) as success_count,
        {%- for phase in ['before', 'after'] %}
        sum(case when phase = '{{ phase }}' then 1 else 0 end) as {{ phase }}_count,
        sum(case when phase = '{{ phase }}' then success else 0 end)
            as {{ phase }}_success_count{{ ',' if not loop.last }}
        {%- endfor %}
{%- endset %}

-- An agent with tickets in two teams is compared in both.
units as (

    select
        'agent' as unit_type,
        agent_id as unit,
        team,
        metric,
        {{- counts }}

    from placed
    where agent_id is not null
    group by agent_id, team, metric

    union all

    select
        'team' as unit_type,
        team as unit,
        'all' as team,
        metric,
        {{- counts }}

    from placed
    where team <> 'none'
    group by team, metric

),

typed as (

    select
        unit_type,
        unit,
        team,
        metric,
        {%- for column in [
            'event', 'success', 'before', 'before_success', 'after', 'after_success',
        ] %}
        cast({{ column }}_count as bigint) as {{ column }}_count{{ ',' if not loop.last }}
        {%- endfor %}

    from units

)

select * from typed
