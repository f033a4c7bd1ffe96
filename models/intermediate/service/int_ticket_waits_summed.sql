-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- How long each ticket was waiting for us, waiting for the customer, and on hold. A change of
-- status ends one period and begins another. The time in a status is therefore a sum of clock
-- readings, added at each end and subtracted at each beginning.
{%- set waits = ['customer_wait', 'agent_wait', 'on_hold'] %}
with

tickets as (

    select * from {{ ref('int_tickets_counted') }}

),

states as (

    select * from {{ ref('int_ticket_states_changed') }}

),

read as (

    select
        states.ticket_id,
        case when states.state_before in ('new', 'open', 'on_hold') then 1 else 0 end
        - case when states.state in ('new', 'open', 'on_hold') then 1 else 0 end
            as customer_wait_ends,
        case when states.state_before = 'pending' then 1 else 0 end
        - case when states.state = 'pending' then 1 else 0 end as agent_wait_ends,
        case when states.state_before = 'on_hold' then 1 else 0 end
        - case when states.state = 'on_hold' then 1 else 0 end as on_hold_ends,
        {{ microseconds_of('states.occurred_at') }} as microseconds,
        {{ clock_reading('changed', 'tickets', 'states.occurred_at') }} as business_microseconds

    from states
    inner join tickets
        on states.ticket_id = tickets.ticket_id
    {{ clock_joins('changed', 'tickets', 'states.occurred_at') }}

),

summed as (

    select
        ticket_id,
        {%- for wait in waits %}
        -- Every ticket begins as new.
        {{ 1 if wait == 'customer_wait' else 0 }} - sum({{ wait }}_ends) = 1 as is_in_{{ wait }},
        {%- for clock in ['', 'business_'] %}
        sum({{ wait }}_ends * {{ clock }}microseconds) as {{ clock }}{{ wait }}_microseconds
        {{- ',' if not (loop.last and wait == 'on_hold') }}
        {%- endfor %}
        {%- endfor %}

    from read
    group by ticket_id

)

select * from summed
