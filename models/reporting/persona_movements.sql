-- How many customers moved from which persona to which over a month. Customers who stayed are
-- included. The persona none means: no active customer then, or no personas then.
with

assigned as (

    select * from {{ ref('int_customer_personas_assigned') }}

),

sides as (

    select
        customer_id,
        month_start,
        cast(null as string) as from_persona,
        persona as to_persona

    from assigned

    union all

    select
        customer_id,
        {{ date_plus_days('month_end', 1) }} as month_start,
        persona as from_persona,
        cast(null as string) as to_persona

    from assigned

),

moved as (

    select
        customer_id,
        month_start,
        coalesce(max(from_persona), 'none') as from_persona,
        coalesce(max(to_persona), 'none') as to_persona

    from sides
    group by customer_id, month_start

),

complete_months as (

    select max(month_start) as last_month_start
    from {{ ref('int_customer_months_banded') }}

),

fits as (

    select {{ start_of('month', 'fitted_on') }} as month_start
    from {{ ref('int_persona_models_fitted') }}
    group by {{ start_of('month', 'fitted_on') }}

),

counted as (

    select
        moved.month_start,
        moved.from_persona,
        moved.to_persona,
        moved.from_persona <> moved.to_persona as is_moved,
        fits.month_start is not null as is_new_model,
        count(*) as customer_count

    from moved
    inner join complete_months
        on moved.month_start <= complete_months.last_month_start
    left join fits
        on moved.month_start = fits.month_start
    group by
        moved.month_start, moved.from_persona, moved.to_persona, fits.month_start is not null

)

select * from counted
