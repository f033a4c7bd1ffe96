-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- Which contract continues which: every contract continues at most one and is continued by at most
-- one. The source names the contract that a new one renews. Where it names none, the passes below
-- match what is still open, the safest first. One that begins before another ends runs beside it.
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
    -- One that never ran renews nothing and is not renewed.
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
            -- Two that name each other would both be over.
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

-- A contract that names another renews no other than that one, and one of a split is enough.
open_after_names as (

    select
        contracts.contract_id,
        contracts.customer_id,
        contracts.contract_number,
        coalesce(contracts.plan, '') as plan,
        contracts.starts_on,
        contracts.last_day_on,
        contracts.is_free,
        contracts.last_day_on is not null and renewed.contract_id is null as can_be_renewed,
        naming.renewed_by_contract_id is null as can_renew

    from contracts
    left join matched_by_name as renewed
        on contracts.contract_id = renewed.contract_id
    left join named as naming
        on contracts.contract_id = naming.renewed_by_contract_id

),
{% for pass in passes %}
{%- set name = pass.name %}
{%- set open = 'open_after_names' if loop.first else 'open_' ~ passes[loop.index0 - 1].name %}
{%- set key = pass.key %}
-- Ends open a bracket and beginnings close the one opened last, as long as it is not too long ago.
-- On one day ends come before beginnings, so that a last day may be the first of the next one; a
-- contract of one day ends between its own beginning and the next. Of several ends on one day the
-- first contract comes last, so that the first to begin continues it.
events_{{ name }} as (

    select
        {{ key }},
        contract_id,
        contract_number,
        last_day_on as event_on,
        case when starts_on = last_day_on then 1 else 0 end as place_of_day,
        case
            when starts_on = last_day_on then 2 * contract_number + 1
            else -contract_number
        end as place_in_turn,
        1 as step

    from {{ open }}
    where can_be_renewed and {{ 'is_free' if pass.is_free else 'not is_free' }}

    union all

    select
        {{ key }},
        contract_id,
        contract_number,
        starts_on as event_on,
        1 as place_of_day,
        2 * contract_number as place_in_turn,
        -1 as step

    from {{ open }}
    where can_renew{{ ' and not is_free' if not pass.is_free }}

),

leveled_{{ name }} as (

    select
        *,
        sum(step) over (
            partition by {{ key }} order by event_on, place_of_day, place_in_turn
            rows between unbounded preceding and current row
        ) - case when step = 1 then 1 else 0 end as level

    from events_{{ name }}

),

bracketed_{{ name }} as (

    select
        {{ key }},
        contract_id as renewed_by_contract_id,
        event_on as renewed_on,
        contract_number as renewing_number,
        step,
        lag(step) over in_level as previous_step,
        lag(contract_id) over in_level as contract_id,
        lag(event_on) over in_level as last_day_on,
        lag(place_of_day) over in_level as place_of_day,
        lag(contract_number) over in_level as renewed_number

    from leveled_{{ name }}
    window in_level as (
        partition by {{ key }}, level order by event_on, place_of_day, place_in_turn
    )

),

near_{{ name }} as (

    select brackets.*
    from bracketed_{{ name }} as brackets
    where
        brackets.step = -1
        and brackets.previous_step = 1
        and {{ days_between('brackets.last_day_on', 'brackets.renewed_on') }} <= {{ pass.days }}
        {%- if name == 'in_grace_in_plan' %}
        -- A contract of another plan that lies between the two is not passed over.
        and not exists (
            select 1
            from {{ open }} as between_them
            where
                between_them.customer_id = brackets.customer_id
                and between_them.can_renew
                and not between_them.is_free
                and between_them.plan <> brackets.plan
                and between_them.starts_on >= brackets.last_day_on
                and between_them.last_day_on <= brackets.renewed_on
        )
        {%- endif %}

),

-- Who ended first is continued by who began first: the same contracts, in order.
ended_{{ name }} as (

    select
        {{ key }},
        contract_id,
        row_number() over (
            partition by {{ key }} order by last_day_on, place_of_day, renewed_number
        ) as place

    from near_{{ name }}

),

begun_{{ name }} as (

    select
        {{ key }},
        renewed_by_contract_id,
        renewed_on,
        row_number() over (
            partition by {{ key }} order by renewed_on, renewing_number
        ) as place

    from near_{{ name }}

),

matched_{{ name }} as (

    select
        ended_{{ name }}.contract_id,
        begun_{{ name }}.renewed_by_contract_id,
        begun_{{ name }}.renewed_on

    from ended_{{ name }}
    inner join begun_{{ name }}
        on
            ended_{{ name }}.place = begun_{{ name }}.place
            {%- for column in key.split(', ') %}
            and ended_{{ name }}.{{ column }} = begun_{{ name }}.{{ column }}
            {%- endfor %}

),
{% if not loop.last %}
open_{{ name }} as (

    select
        still_open.contract_id,
        still_open.customer_id,
        still_open.contract_number,
        still_open.plan,
        still_open.starts_on,
        still_open.last_day_on,
        still_open.is_free,
        still_open.can_be_renewed and renewed.contract_id is null as can_be_renewed,
        still_open.can_renew and renewing.contract_id is null as can_renew

    from {{ open }} as still_open
    left join matched_{{ name }} as renewed
        on still_open.contract_id = renewed.contract_id
    left join matched_{{ name }} as renewing
        on still_open.contract_id = renewing.renewed_by_contract_id

),
{% endif %}
{%- endfor %}
successions as (

    select * from matched_by_name
    {%- for pass in passes %}
    union all
    select * from matched_{{ pass.name }}
    {%- endfor %}

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
        -- A renewal takes the place of what it renews from its first day, also where that one ends
        -- later; over the days of grace before it the old one goes on.
        case
            when is_renewed_in_time then {{ date_plus_days('renewed_on', -1) }}
            else last_day_on
        end as recurs_until

    from renewed

)

select * from recurring
