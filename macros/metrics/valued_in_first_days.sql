{#-
    The events of a historical customer lifetime value: what a customer brought in the first days
    after the first purchase, which is where it stands, so that a cohort's value is in its period.
    Every cohort has had the same time, so a young one is not worse. Of a customer known before orders begin nobody
    knows the first purchase. A sum without a purchase whose
    amount is unknown would be too little, so there is none.
-#}
{% macro valued_in_first_days(amount) -%}
with

purchases as (

    -- What was paid back counts, too.
    select * from {{ ref('fct_orders') }}
    where
        is_revenue
        and customer_id is not null

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

first_purchases as (

    select
        purchases.*,
        {{ date_plus_days('purchases.order_date', var('historical_clv_window_days')) }}
            as window_end_on

    from purchases
    left join {{ ref('int_customers_preceding_history') }} as preceding
        on purchases.customer_id = preceding.customer_id
    where
        purchases.purchase_number = 1
        and preceding.customer_id is null

),

valued as (

    select
        first_purchases.customer_id,
        case
            when count(*) = count(purchases.{{ amount }}) then sum(purchases.{{ amount }})
        end as value

    from first_purchases
    inner join purchases
        on
            first_purchases.customer_id = purchases.customer_id
            and first_purchases.order_date <= purchases.order_date
            and first_purchases.window_end_on > purchases.order_date
    group by first_purchases.customer_id

),

events as (

    select
        first_purchases.customer_id as event_id,
        first_purchases.customer_id,
        first_purchases.ordered_at as occurred_at,
        {{ metric_dimensions('fct_orders', without={
            'value_tier': 'Before the first purchase it is the same for everybody.',
            'lifecycle_stage': 'Before the first purchase it is the same for everybody.',
        }) }},
        valued.value as numerator,
        1 as denominator,
        1 as weight

    from first_purchases
    cross join as_of
    inner join valued
        on first_purchases.customer_id = valued.customer_id
    where
        valued.value is not null
        and first_purchases.window_end_on <= as_of.as_of_date

)

select * from events
{%- endmacro %}
