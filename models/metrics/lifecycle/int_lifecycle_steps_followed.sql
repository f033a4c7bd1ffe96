-- The customers who entered a step of the lifecycle, and whether and when they completed it. The
-- end of the window and the time of the last observation show which outcomes are still open.
with

leads as (

    select * from {{ ref('fct_leads') }}

),

customers as (

    select * from {{ ref('dim_customers') }}

),

customer_months as (

    select * from {{ ref('fct_customer_months') }}
    where is_complete

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

purchases as (

    select * from {{ ref('fct_orders') }}
    where purchase_number is not null

),

history as (

    select * from {{ ref('int_histories_begun') }}

),

-- Customers known before the orders begin may have bought before.
preceding as (

    select * from {{ ref('int_customers_preceding_history') }}

),

months_recorded as (

    select max(month_end) as seen_until
    from customer_months

),

lead_steps as (
    {% for step, entered_at, reached_at, days in [
        ('contacted', 'created_at', 'first_contacted_at', var('lead_contact_days')),
        ('qualified', 'first_contacted_at', 'qualified_at', var('lead_qualification_days')),
        ('converted', 'created_at', 'converted_at', var('lead_conversion_days')),
    ] %}
    {{ 'union all' if not loop.first }}
    select
        '{{ step }}' as step,
        lead_id as entry_id,
        channel,
        campaign,
        {{ entered_at }} as entered_at,
        {{ reached_at }} as reached_at,
        {{ plus_days(entered_at, days) }} as window_until
    from leads
    where {{ entered_at }} is not null
    {% endfor %}
),

first_purchases as (

    select
        'first_purchase' as step,
        customers.customer_id as entry_id,
        customers.customer_id,
        customers.created_at as entered_at,
        purchases.ordered_at as reached_at

    from customers
    inner join history
        on history.orders_begin_on is not null
    left join purchases
        on
            customers.customer_id = purchases.customer_id
            and purchases.purchase_number = 1
    left join preceding
        on customers.customer_id = preceding.customer_id
    where preceding.customer_id is null

),

second_purchases as (

    select
        'second_purchase' as step,
        purchases.customer_id as entry_id,
        purchases.customer_id,
        purchases.ordered_at as entered_at,
        seconds.ordered_at as reached_at

    from purchases
    left join purchases as seconds
        on
            purchases.customer_id = seconds.customer_id
            and seconds.purchase_number = 2
    left join preceding
        on purchases.customer_id = preceding.customer_id
    where
        purchases.purchase_number = 1
        and preceding.customer_id is null

),

lapses as (

    select
        'lapsed' as step,
        customer_months.customer_id as entry_id,
        customer_months.customer_id,
        {{ moment_of_local_time('min(customer_months.first_active_on)') }} as entered_at,
        {{ moment_of_local_time(
            "min(case when customer_months.lifecycle_stage = 'lapsed'"
            ~ " then customer_months.month_end end)"
        ) }} as reached_at

    from customer_months
    left join preceding
        on customer_months.customer_id = preceding.customer_id
    where
        customer_months.first_active_on is not null
        and preceding.customer_id is null
    group by customer_months.customer_id

),

turns as (

    select
        customer_id,
        month_start,
        lifecycle_stage,
        month_end,
        lead(month_end) over (partition by customer_id order by month_end) as next_turned_on

    from customer_months
    where
        lifecycle_stage = 'reactivated'
        or (lifecycle_stage = 'lapsed' and coalesce(previous_lifecycle_stage, '') <> 'lapsed')

),

won_back as (

    select
        'won_back' as step,
        {{ joined_key(['customer_id', 'month_start']) }} as entry_id,
        customer_id,
        {{ moment_of_local_time('month_end') }} as entered_at,
        {{ moment_of_local_time('next_turned_on') }} as reached_at

    from turns
    where lifecycle_stage = 'lapsed'

),

customer_steps as (

    select * from first_purchases
    union all
    select * from second_purchases
    union all
    select * from lapses
    union all
    select * from won_back

),

windows as (
    {% for step in ['first_purchase', 'second_purchase', 'active', 'lapsed', 'won_back'] %}
    {{ 'union all' if not loop.first }}
    select
        '{{ step }}' as step,
        {{ var('lifecycle_step_days')[step] }} as window_days
    {% endfor %}
),

followed as (

    select
        step,
        entry_id,
        channel,
        campaign,
        entered_at,
        reached_at,
        reached_at < window_until as is_reached_in_time,
        window_until <= as_of.as_of as is_window_closed,
        as_of.as_of as seen_until

    from lead_steps
    cross join as_of

    union all

    select
        customer_steps.step,
        customer_steps.entry_id,
        customers.acquisition_channel as channel,
        customers.campaign,
        customer_steps.entered_at,
        customer_steps.reached_at,
        customer_steps.reached_at
        < {{ plus_days('customer_steps.entered_at', 'windows.window_days') }} as is_reached_in_time,
        {{ plus_days('customer_steps.entered_at', 'windows.window_days') }}
        <= case
            when customer_steps.step in ('lapsed', 'won_back')
                then {{ moment_of_local_time('months_recorded.seen_until') }}
            else as_of.as_of
        end as is_window_closed,
        case
            when customer_steps.step in ('lapsed', 'won_back')
                then {{ moment_of_local_time('months_recorded.seen_until') }}
            else as_of.as_of
        end as seen_until

    from customer_steps
    cross join as_of
    cross join months_recorded
    inner join windows
        on customer_steps.step = windows.step
    left join customers
        on customer_steps.customer_id = customers.customer_id

),

-- Whether the customer is still one that long after the second purchase: a state at a day, so it
-- has no duration.
stayed as (

    select
        second_purchases.entry_id,
        second_purchases.customer_id,
        second_purchases.reached_at as entered_at,
        customer_months.is_customer_at_end

    from second_purchases
    inner join windows
        on windows.step = 'active'
    left join customer_months
        on
            second_purchases.customer_id = customer_months.customer_id
            and {{ start_of(
                'month', local_time(plus_days('second_purchases.reached_at', 'windows.window_days'))
            ) }} = customer_months.month_start
    where second_purchases.reached_at is not null

),

ended as (

    select
        contract_id as entry_id,
        customer_id,
        {{ moment_of_local_time('ends_on') }} as entered_at,
        is_renewed

    from {{ ref('fct_contracts') }}
    -- The same definition as in the renewal rate.
    where
        has_run
        and not is_free
        and ends_on is not null

),

stood as (

    select
        'active' as step,
        stayed.entry_id,
        stayed.customer_id,
        stayed.entered_at,
        coalesce(stayed.is_customer_at_end, false) as is_reached_in_time,
        -- A customer deleted since then has no month any more, so is no customer.
        {{ last_day_of_month(local_time(plus_days('stayed.entered_at', 'windows.window_days'))) }}
        <= months_recorded.seen_until as is_window_closed

    from stayed
    cross join months_recorded
    inner join windows
        on windows.step = 'active'

    union all

    select
        'renewed' as step,
        ended.entry_id,
        ended.customer_id,
        ended.entered_at,
        ended.is_renewed as is_reached_in_time,
        {{ days_between(local_time('ended.entered_at'), 'as_of.as_of_date') }}
        >= {{ var('renewal_grace_days') }} as is_window_closed

    from ended
    cross join as_of
    where ended.entered_at <= as_of.as_of

),

united as (

    select
        step,
        entry_id,
        coalesce(channel, 'unknown') as channel,
        coalesce(campaign, 'none') as campaign,
        entered_at,
        coalesce(is_reached_in_time, false) as is_reached_in_time,
        is_window_closed,
        reached_at is not null as is_finished,
        cast(
            floor(
                {{ ratio(
                    minutes_between(
                        'entered_at', 'greatest(coalesce(reached_at, seen_until), entered_at)'
                    ),
                    '60'
                ) }}
            ) as bigint
        ) as duration_hours

    from followed

    union all

    select
        stood.step,
        stood.entry_id,
        coalesce(customers.acquisition_channel, 'unknown') as channel,
        coalesce(customers.campaign, 'none') as campaign,
        stood.entered_at,
        stood.is_reached_in_time,
        stood.is_window_closed,
        cast(null as boolean) as is_finished,
        cast(null as bigint) as duration_hours

    from stood
    left join customers
        on stood.customer_id = customers.customer_id

)

select * from united
