-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- Which contract renews which: each contract renews at most one and is renewed by at most one. The
-- source may name the renewed contract. If it does not, the passes below match the remaining
-- contracts, the safest match first. A contract that begins before another one ends runs beside it.
{%- set grace = var('renewal_grace_days') %}
{%- set at_once = [1, grace] | min %}
{%- set passes = [
    {'name': 'at_once_in_plan', 'key': 'customer_id, plan', 'days': at_once, 'is_free': false},
    {'name': 'at_once', 'key': 'customer_id', 'days': at_once, 'is_free': false},
    {'name': 'in_grace_in_plan', 'key': 'customer_id, plan', 'days': grace, 'is_free': false},
    {'name': 'in_grace', 'key': 'customer_id', 'days': grace, 'is_free': false},
    {'name': 'after_free', 'key': 'customer_id', 'days': grace, 'is_free': true},
] %}
with

contracts as (

    select * from {{ ref('int_contracts_ended') }}
    -- A contract that never ran renews nothing and is not renewed.
    where has_run

),

named as (

    select
        contracts.contract_id,
        successors.contract_id as renewed_by_contract_id,
        successors.starts_on as renewed_on,
        row_number() over (
            partition by contracts.contract_id
            order by successors.starts_on, successors.contract_number, successors.contract_id
        ) as renewal_rank

    from contracts
    inner join contracts as successors
        on
            contracts.contract_id = successors.renewed_from_contract_id
            and contracts.contract_id <> successors.contract_id
            -- If two contracts name each other, both would count as ended. So the later one renews
            -- the earlier one. If both begin on one day, neither does.
            and (
                contracts.starts_on < successors.starts_on
                or (
                    contracts.starts_on = successors.starts_on
                    and coalesce(contracts.renewed_from_contract_id, '') <> successors.contract_id
                )
            )

),

matched_by_name as (

    select
        contract_id,
        renewed_by_contract_id,
        renewed_on

    from named
    where renewal_rank = 1

),

-- The end and the beginning of each contract. A contract that names a renewed contract renews only
-- that one, and one contract of a split is enough. On one day ends come before beginnings, so that
-- a last day may be the first of the next contract. A contract of one day ends between its own
-- beginning and the next. If several contracts end on one day, the first contract comes last, so
-- that the first to begin renews it.
events_after_names as (

    select
        contracts.customer_id,
        coalesce(contracts.plan, '') as plan,
        contracts.contract_id,
        contracts.contract_number,
        contracts.starts_on,
        contracts.last_day_on,
        contracts.is_free,
        contracts.last_day_on as event_on,
        case when contracts.starts_on = contracts.last_day_on then 1 else 0 end as place_of_day,
        case
            when contracts.starts_on = contracts.last_day_on
                then 2 * contracts.contract_number + 1
            else -contracts.contract_number
        end as place_in_turn,
        1 as step,
        renewed.contract_id is null as is_open,
        cast(null as string) as renewed_by_contract_id,
        cast(null as date) as renewed_on

    from contracts
    left join matched_by_name as renewed
        on contracts.contract_id = renewed.contract_id
    where contracts.last_day_on is not null

    union all

    select
        contracts.customer_id,
        coalesce(contracts.plan, '') as plan,
        contracts.contract_id,
        contracts.contract_number,
        contracts.starts_on,
        contracts.last_day_on,
        contracts.is_free,
        contracts.starts_on as event_on,
        1 as place_of_day,
        2 * contracts.contract_number as place_in_turn,
        -1 as step,
        naming.renewed_by_contract_id is null as is_open,
        cast(null as string) as renewed_by_contract_id,
        cast(null as date) as renewed_on

    from contracts
    left join named as naming
        on contracts.contract_id = naming.renewed_by_contract_id

),
{% for pass in passes %}
{%- set name = pass.name %}
{%- set events = 'events_after_names' if loop.first else 'events_' ~ passes[loop.index0 - 1].name %}
{%- set key = pass.key %}
{#- Windows instead of joins: Spark computes a CTE again for each reference to it. #}
taking_part_{{ name }} as (

    select
        *,
        is_open
        {%- if pass.is_free %}
        and (is_free or step = -1) as takes_part
        {%- else %}
        and not is_free as takes_part
        {%- endif %}

    from {{ events }}

),

-- Matching of brackets: an end opens a bracket, and a beginning closes the last open one, unless it
-- is too old.
leveled_{{ name }} as (

    select
        *,
        sum(case when takes_part then step else 0 end) over (
            partition by {{ key }} order by event_on, place_of_day, place_in_turn
            rows between unbounded preceding and current row
        ) - case when takes_part and step = 1 then 1 else 0 end as level

    from taking_part_{{ name }}

),

bracketed_{{ name }} as (

    select
        *,
        case
            when step = -1 and lag(step) over in_level = 1 then lag(event_on) over in_level
            when step = 1 and lead(step) over in_level = -1 then event_on
        end as bracket_opened_on,
        case
            when step = -1 and lag(step) over in_level = 1 then event_on
            when step = 1 and lead(step) over in_level = -1 then lead(event_on) over in_level
        end as bracket_closed_on

    from leveled_{{ name }}
    window in_level as (
        partition by {{ key }}, takes_part, level order by event_on, place_of_day, place_in_turn
    )

),
{%- if name == 'in_grace_in_plan' %}

-- A contract of another plan between the two prevents the match.
passing_over as (

    select
        brackets.contract_id,
        brackets.step

    from bracketed_{{ name }} as brackets
    inner join {{ events }} as between_them
        on
            brackets.customer_id = between_them.customer_id
            and brackets.plan <> between_them.plan
            and brackets.bracket_opened_on <= between_them.starts_on
            and brackets.bracket_closed_on >= between_them.last_day_on
    where
        between_them.step = -1
        and between_them.is_open
        and not between_them.is_free
    group by brackets.contract_id, brackets.step

),
{%- endif %}

near_{{ name }} as (

    select
        brackets.*,
        brackets.takes_part
        and coalesce(
            {{ days_between('brackets.bracket_opened_on', 'brackets.bracket_closed_on') }}
            <= {{ pass.days }},
            false
        )
        {%- if name == 'in_grace_in_plan' %}
        and passing_over.contract_id is null
        {%- endif %} as is_near

    from bracketed_{{ name }} as brackets
    {%- if name == 'in_grace_in_plan' %}
    left join passing_over
        on
            brackets.contract_id = passing_over.contract_id
            and brackets.step = passing_over.step
    {%- endif %}

),

-- The remaining contracts are matched in order: the first to end is renewed by the first to begin.
placed_{{ name }} as (

    select
        *,
        row_number() over (
            partition by {{ key }}, is_near, step order by event_on, place_of_day, contract_number
        ) as place

    from near_{{ name }}

),

events_{{ name }} as (

    select
        customer_id,
        plan,
        contract_id,
        contract_number,
        starts_on,
        last_day_on,
        is_free,
        event_on,
        place_of_day,
        place_in_turn,
        step,
        is_open and not is_near as is_open,
        case
            when is_near
                then max(case when step = -1 then contract_id end) over in_pair
            else renewed_by_contract_id
        end as renewed_by_contract_id,
        case
            when is_near then max(case when step = -1 then event_on end) over in_pair
            else renewed_on
        end as renewed_on

    from placed_{{ name }}
    window in_pair as (partition by {{ key }}, is_near, place)

),
{% endfor %}
successions as (

    select * from matched_by_name

    union all

    select
        contract_id,
        renewed_by_contract_id,
        renewed_on

    from events_{{ (passes | last).name }}
    where step = 1 and renewed_by_contract_id is not null

),

renewed as (

    select
        contracts.contract_id,
        contracts.customer_id,
        contracts.starts_on,
        contracts.last_day_on,
        contracts.is_free,
        contracts.currency,
        contracts.recurring_amount,
        contracts.billing_months,
        successions.renewed_by_contract_id,
        successions.renewed_on,
        coalesce(
            {{ days_between('contracts.last_day_on', 'successions.renewed_on') }} <= {{ grace }},
            successions.renewed_on is not null
        ) as is_renewed_in_time

    from contracts
    left join successions
        on contracts.contract_id = successions.contract_id

),

recurring as (

    select
        contract_id,
        customer_id,
        starts_on,
        is_free,
        currency,
        recurring_amount,
        billing_months,
        renewed_by_contract_id,
        renewed_on,
        is_renewed_in_time,
        -- A renewal replaces the old contract from its first day, even if the old one ends later.
        -- Over the grace days before the renewal the old contract continues.
        case
            when is_renewed_in_time then {{ date_plus_days('renewed_on', -1) }}
            else last_day_on
        end as recurs_until

    from renewed

)

select * from recurring
