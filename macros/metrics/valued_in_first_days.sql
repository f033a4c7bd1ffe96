{#-
    The events of a historical customer lifetime value: the amount of a customer in the first days
    after the first purchase. The event is dated on the first purchase, so that the value is in the
    period of the cohort. Every cohort has the same number of days, so a young cohort is not at a
    disadvantage. Left out are customers known before the orders begin: their first purchase is
    unknown. If the amount of a purchase is unknown, the value is null: a sum without it would be
    too small.
-#}
{% macro valued_in_first_days(amount) -%}
with

purchases as (

    -- Orders that were paid back count, too.
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
        1 as denominator

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
