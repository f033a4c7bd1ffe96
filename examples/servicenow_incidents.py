"""UCI 498: the update log of a ServiceNow help desk, as tickets and their events.

`?` is null, dates are day first, times are taken as UTC. A row of the log is a ticket after an
update, in file order. The last row of a number is its ticket; created_at is `opened_at`. What an
update changed becomes an event at `sys_updated_at` (or at `opened_at`, where the log says earlier):

- `created` at `opened_at`: every ticket starts as new, also where the log starts later.
- `status_changed` when the state changes. New is new, Active open, Awaiting User Info pending,
  Awaiting Vendor, Problem or Evidence on_hold, Resolved solved, Closed closed; -100 is no state,
  and the one before it goes on. A move from solved or closed back to another status is a reopening;
  it happens wherever the source raises `reopen_count`, and nowhere else.
- The last move into solved stands at `resolved_at`, the last one into closed at `closed_at`: the
  source's own times. A ticket closed without being resolved first goes through solved.
- A ticket without `resolved_at` has no event into solved, since nobody knows its time. It is
  closed, by an event from solved to closed at `closed_at`, but was solved at no known time: for
  these the `from_value` solved has no event before it that leads there.
- `assigned` when another agent has it.
- `escalated` to `sla_missed` when `made_sla` turns false, which it does once: the contract has no
  column for a service level, and the source has no other escalation.

Customers are callers, teams assignment groups, agents those a ticket was assigned to. The numbers
of `sys_updated_by` are not theirs, so no agent is named as the actor of an event.
Impact, urgency, location, symptom, problem, change and vendor have no place in the contract.
"""

from __future__ import annotations

from examples.mapping import Mapping, main

STEPS = """
create macro known(value) as nullif(value, '?');
create macro day_first(value) as strptime(known(value), '%d/%m/%Y %H:%M');

create table updates as
with

source_rows as (

    select *, row_number() over () as row_in_file
    from read_csv(getvariable('file'), all_varchar = true, header = true)

),

typed as (

    select
        row_in_file,
        number as ticket_id,
        incident_state,
        case
            when incident_state = 'New' then 'new'
            when incident_state = 'Active' then 'open'
            when incident_state = 'Awaiting User Info' then 'pending'
            when incident_state like 'Awaiting %' then 'on_hold'
            when incident_state = 'Resolved' then 'solved'
            when incident_state = 'Closed' then 'closed'
        end as known_status,
        known(caller_id) as customer_id,
        known(assigned_to) as agent_id,
        known(assignment_group) as team,
        known(contact_type) as channel,
        known(category) as category,
        known(subcategory) as subcategory,
        case priority
            when '1' then 'urgent' when '2' then 'high' when '3' then 'normal' when '4' then 'low'
        end as priority,
        made_sla = 'true' as is_within_sla,
        day_first(opened_at) as opened_at,
        day_first(sys_updated_at) as logged_at,
        day_first(resolved_at) as resolved_at,
        day_first(closed_at) as closed_at
    from source_rows

),

with_status as (

    select
        *,
        coalesce(last_value(known_status ignore nulls) over history, 'new') as ticket_status
    from typed
    window history as (partition by ticket_id order by row_in_file)

)

select
    *,
    ticket_status in ('solved', 'closed') as is_solved,
    lag(ticket_status, 1, 'new') over history as previous_status,
    previous_status in ('solved', 'closed') as was_solved,
    last_value(agent_id ignore nulls) over before as previous_agent_id,
    lag(agent_id) over history as agent_id_before,
    lag(is_within_sla, 1, true) over history as was_within_sla,
    greatest(logged_at, opened_at) as updated_at
from with_status
window
    history as (partition by ticket_id order by row_in_file),
    before as (
        partition by ticket_id order by row_in_file
        rows between unbounded preceding and 1 preceding
    );

create table changes as
select
    ticket_id, row_in_file, 0 as step, 'created' as event_type, 'customer' as actor_type,
    customer_id as actor_id, opened_at as occurred_at, updated_at,
    null as from_value, 'new' as to_value
from updates
qualify row_number() over (partition by ticket_id order by row_in_file) = 1

union all by name
select
    ticket_id, row_in_file, 1 as step, 'assigned' as event_type, 'agent' as actor_type,
    updated_at as occurred_at, updated_at, previous_agent_id as from_value, agent_id as to_value
from updates
where agent_id is not null and agent_id is distinct from previous_agent_id

union all by name
select
    ticket_id, row_in_file, 2 as step, 'status_changed' as event_type, 'agent' as actor_type,
    updated_at as occurred_at, updated_at,
    previous_status as from_value, ticket_status as to_value
from updates
where not is_solved and ticket_status != previous_status

union all by name
select
    ticket_id, row_in_file, 2 as step, 'status_changed' as event_type, 'agent' as actor_type,
    case
        when row_number() over latest_first = 1 then resolved_at
        else updated_at
    end as occurred_at,
    updated_at, previous_status as from_value, 'solved' as to_value
from updates
where is_solved and not was_solved and resolved_at is not null
window latest_first as (partition by ticket_id order by row_in_file desc)

union all by name
select
    ticket_id, row_in_file, 3 as step, 'status_changed' as event_type, 'agent' as actor_type,
    case
        when row_number() over latest_first = 1 then closed_at
        else updated_at
    end as occurred_at,
    updated_at, 'solved' as from_value, 'closed' as to_value
from updates
where ticket_status = 'closed' and previous_status != 'closed'
window latest_first as (partition by ticket_id order by row_in_file desc)

union all by name
select
    ticket_id, row_in_file, 4 as step, 'escalated' as event_type, 'system' as actor_type,
    updated_at as occurred_at, updated_at, null as from_value, 'sla_missed' as to_value
from updates
where was_within_sla and not is_within_sla;
"""

TABLES = {
    "crm/customers.csv": """
        select customer_id, min(opened_at) as created_at, min(opened_at) as updated_at
        from updates
        where customer_id is not null
        group by customer_id
        order by customer_id
    """,
    "support/agents.csv": """
        select agent_id, min(updated_at) as updated_at, 'agent' as role
        from updates
        where agent_id is not null
        group by agent_id
        order by agent_id
    """,
    "support/tickets.csv": """
        select
            ticket_id,
            customer_id,
            opened_at as created_at,
            greatest(updated_at, resolved_at, closed_at) as updated_at,
            ticket_status,
            lower(channel) as channel,
            category,
            subcategory,
            priority,
            agent_id,
            team
        from updates
        qualify row_number() over (partition by ticket_id order by row_in_file desc) = 1
        order by ticket_id
    """,
    "support/ticket_events.parquet": """
        select
            ticket_id || '-' || lpad(cast(row_number() over history as varchar), 4, '0')
                as ticket_event_id,
            ticket_id,
            occurred_at,
            greatest(updated_at, occurred_at) as updated_at,
            event_type,
            actor_type,
            actor_id,
            from_value,
            to_value
        from changes
        window history as (partition by ticket_id order by occurred_at, row_in_file, step)
        order by ticket_event_id
    """,
}

NOTES = """
select count(*), 'updates left out: change neither state, agent nor made_sla'
from updates anti join changes using (row_in_file)
where agent_id is not distinct from agent_id_before
union all
select count(*), 'updates left out: take the agent away, or give the ticket back to the same one'
from updates anti join changes using (row_in_file)
where agent_id is distinct from agent_id_before
union all
select count(*), 'moves into solved left out: of a ticket without resolved_at'
from updates where is_solved and not was_solved and resolved_at is null
union all
select count(*), 'updates in state -100, kept in the state before'
from updates where known_status is null
union all
select count(*), 'updates dated before opened_at, taken as at opened_at'
from updates where logged_at < opened_at
union all
select count(distinct ticket_id), 'tickets without resolved_at: closed, solved at no known time'
from updates where resolved_at is null
union all
select count(*), 'moves into solved dated by resolved_at, later than the update that shows them'
from changes where to_value = 'solved' and occurred_at > updated_at
union all
select count(*), 'tickets without a caller, kept' from (
    from updates
    qualify row_number() over (partition by ticket_id order by row_in_file desc) = 1
) where customer_id is null
"""

MAPPING = Mapping(STEPS, TABLES, NOTES)

if __name__ == "__main__":
    main(MAPPING)
