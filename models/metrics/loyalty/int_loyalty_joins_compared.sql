-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- Customers around a month in which somebody joined a loyalty programme: those who joined in it,
-- and those who never joined any. It has their purchases in the months before and after. The month
-- itself is left out: customers join with a purchase.
{%- set months = var('loyalty_effect').months %}
{%- set reach = months + var('loyalty_effect').joined_within_months - 1 %}
{%- set half = (months * 0.5) | int %}
with

customer_months as (

    select * from {{ ref('fct_customer_months') }}

),

-- Membership begins with the first point transaction, because not every source records the joining.
memberships as (

    select
        programme,
        customer_id,
        {{ start_of('month', local_time('min(occurred_at)')) }} as joined_month

    from {{ ref('fct_loyalty_transactions') }}
    group by programme, customer_id

),

members as (

    select customer_id
    from memberships
    group by customer_id

),

recorded as (

    select {{ month_number(local_time('min(ordered_at)')) }} as first_month_number
    from {{ ref('fct_orders') }}
    where is_purchase

),

bounds as (

    select
        max({{ month_number('month_start') }}) - {{ months }} as last_month_number,
        max({{ month_number('month_start') }}) - {{ reach }} as first_month_number

    from customer_months
    where is_complete

),

-- Only the months that the comparison needs, and no month without a programme.
needed as (

    select customer_months.*
    from customer_months
    inner join bounds
        on
            {{ month_number('customer_months.month_start') }}
            >= bounds.first_month_number - {{ months }}
            and customer_months.is_complete
    where exists (select 1 from memberships)

),

summed as (

    select
        customer_id,
        month_start,
        previous_value_tier as value_tier,
        first_active_on,
        count(*) over months_before as before_month_count,
        count(*) over months_after as after_month_count,
        count(net_revenue) over months_before as before_revenue_count,
        count(net_revenue) over months_after as after_revenue_count,
        sum(net_revenue) over months_before as revenue_before,
        sum(net_revenue) over half_before as late_revenue_before,
        sum(net_revenue) over months_after as revenue_after,
        sum(purchase_count) over months_before as purchases_before,
        sum(purchase_count) over half_before as late_purchases_before,
        sum(purchase_count) over months_after as purchases_after

    from needed
    window
        months_before as (
            partition by customer_id order by month_start
            rows between {{ months }} preceding and 1 preceding
        ),
        half_before as (
            partition by customer_id order by month_start
            rows between {{ half }} preceding and 1 preceding
        ),
        months_after as (
            partition by customer_id order by month_start
            rows between 1 following and {{ months }} following
        )

),

landmarks as (

    select
        summed.*,
        {{ month_number('summed.month_start') }} - {{ month_number('summed.first_active_on') }}
            as tenure_months,
        summed.before_month_count = {{ months }}
        and summed.after_month_count = {{ months }}
        -- The revenue of a month is unknown if an amount has no exchange rate.
        and summed.before_revenue_count = {{ months }}
        and summed.after_revenue_count = {{ months }}
        and {{ month_number('summed.month_start') }} - recorded.first_month_number >= {{ months }}
        and summed.value_tier is not null as has_history

    from summed
    cross join recorded
    inner join bounds
        on
            {{ month_number('summed.month_start') }} >= bounds.first_month_number
            and {{ month_number('summed.month_start') }} <= bounds.last_month_number

),

joined as (

    select
        memberships.programme,
        landmarks.*

    from landmarks
    inner join memberships
        on
            landmarks.customer_id = memberships.customer_id
            and landmarks.month_start = memberships.joined_month

),

others as (

    select
        cast(null as string) as programme,
        landmarks.*

    from landmarks
    left join members
        on landmarks.customer_id = members.customer_id
    where
        members.customer_id is null
        and landmarks.has_history

),

united as (

    select * from joined
    union all
    select * from others

),

described as (

    select
        programme,
        programme is not null as is_member,
        customer_id,
        month_start,
        has_history,
        coalesce(value_tier, 'none') as value_tier,
        case
            {%- for limit in var('loyalty_effect').tenure_months | sort(reverse=true) %}
            when tenure_months >= {{ limit }} then {{ limit }}
            {%- endfor %}
            else 0
        end as tenure_from_months,
        {%- for column in ['revenue', 'purchases'] %}
        cast({{ column }}_before as decimal(18, 4)) as {{ column }}_before,
        cast({{ column }}_after as decimal(18, 4)) as {{ column }}_after,
        cast({{ column }}_after - {{ column }}_before as decimal(18, 4)) as {{ column }}_change,
        cast(2 * late_{{ column }}_before - {{ column }}_before as decimal(18, 4))
            as {{ column }}_drift{{ ',' if not loop.last }}
        {%- endfor %}

    from united

)

select * from described
