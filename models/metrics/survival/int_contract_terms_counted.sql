-- How many customers renewed and how many left at the end of their first, second and later
-- contract: the input of the sBG model. A contract counts once it was due and its grace days are
-- over. A customer with a running contract counts up to the last one that was due.
with

contracts as (

    select * from {{ ref('fct_contracts') }}
    where
        has_run
        and not is_free

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

renewals as (

    select renewed_by_contract_id as contract_id
    from contracts
    where is_renewed
    group by renewed_by_contract_id

),

ordered as (

    select
        contracts.contract_id,
        contracts.contract_number,
        contracts.customer_id,
        contracts.plan,
        contracts.starts_on,
        contracts.is_renewed,
        renewals.contract_id is null as is_first,
        coalesce(
            {{ days_between('contracts.ends_on', 'as_of.as_of_date') }}
            >= {{ var('renewal_grace_days') }},
            false
        ) as is_due,
        max(coalesce(contracts.recurs_until, date '9999-12-31')) over (
            partition by contracts.customer_id
            order by contracts.contract_number
            rows between unbounded preceding and 1 preceding
        ) as covered_until_before

    from contracts
    cross join as_of
    left join renewals
        on contracts.contract_id = renewals.contract_id

),

-- Parallel contracts have no order of first, second and third, so these customers are left out.
numbered as (

    select
        *,
        sum(case when is_first then 1 else 0 end) over so_far as stay_number,
        row_number() over so_far as term_number,
        max(
            case when is_first and starts_on <= covered_until_before then 1 else 0 end
        ) over (partition by customer_id) as is_side_by_side

    from ordered
    window so_far as (
        partition by customer_id
        order by contract_number
        rows between unbounded preceding and current row
    )

),

-- The first period only: a customer who came back is not counted again.
observed as (

    select
        customer_id,
        min(case when term_number = 1 then plan end) as plan,
        min(case when is_due and not is_renewed then term_number end) as lost_term,
        max(case when is_due and is_renewed then term_number end) as kept_term

    from numbered
    where
        stay_number = 1
        and is_side_by_side = 0
    group by customer_id

),

counted as (

    select
        plan,
        cast(coalesce(lost_term, kept_term) as integer) as term_number,
        cast(count(lost_term) as bigint) as lost_count,
        cast(count(*) - count(lost_term) as bigint) as kept_count

    from observed
    where
        plan is not null
        and coalesce(lost_term, kept_term) is not null
    group by plan, cast(coalesce(lost_term, kept_term) as integer)

)

select * from counted
