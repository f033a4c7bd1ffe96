with

engagement_events as (

    select * from {{ ref('stg_engagement__events') }}
    where not is_deleted

),

merged_customers as (

    select * from {{ ref('int_customers_merged') }}

),

purchases as (

    select * from {{ ref('int_orders_converted') }}
    where
        is_purchase
        and customer_id is not null

),

order_lines as (

    select
        order_id,
        product_category

    from {{ ref('stg_commerce__order_lines') }}
    where
        not is_deleted
        and quantity > 0

),

joined as (

    select
        engagement_events.event_id,
        merged_customers.surviving_customer_id as customer_id,
        engagement_events.occurred_at,
        engagement_events.event_type,
        engagement_events.channel,
        engagement_events.session_id,
        engagement_events.product_category,
        engagement_events.event_type in (
            {%- for event_type in interest_event_types() %}
            '{{ event_type }}'{{ ',' if not loop.last }}
            {%- endfor %}
        ) as is_interest,
        {{ plus_days('engagement_events.occurred_at', var('interest_conversion_days')) }}
            as watched_until,
        as_of.as_of

    from engagement_events
    cross join {{ ref('int_as_of') }} as as_of
    inner join merged_customers
        on engagement_events.customer_id = merged_customers.customer_id
    {{ where_to_rebuild('merged_customers.surviving_customer_id') }}

),

bought as (

    select
        joined.event_id,
        min(purchases.ordered_at) as first_purchased_at,
        min(
            case
                when joined.product_category = order_lines.product_category
                    then purchases.ordered_at
            end
        ) as category_purchased_at

    from joined
    inner join purchases
        on
            joined.customer_id = purchases.customer_id
            and joined.occurred_at <= purchases.ordered_at
            and joined.watched_until > purchases.ordered_at
    left join order_lines
        on
            purchases.order_id = order_lines.order_id
            and joined.product_category = order_lines.product_category
    where joined.is_interest
    group by joined.event_id

),

described as (

    select
        joined.event_id,
        joined.customer_id,
        joined.occurred_at,
        joined.event_type,
        joined.channel,
        joined.session_id,
        joined.product_category,
        joined.is_interest,
        bought.first_purchased_at,
        case when joined.is_interest then bought.event_id is not null end as is_purchased_in_time,
        case
            when
                joined.is_interest
                and joined.product_category is not null
                and sources.has_product_categories
                then bought.category_purchased_at is not null
        end as is_category_purchased_in_time,
        case when joined.is_interest then joined.watched_until <= joined.as_of end
            as is_purchase_window_closed,
        version.segment,
        version.region,
        standing.value_tier,
        standing.lifecycle_stage

    from joined
    cross join {{ ref('int_sources_observed') }} as sources
    left join bought
        on joined.event_id = bought.event_id
    {{ as_of_event('joined', 'occurred_at') }}

)

{{ with_custom_columns('described', 'fct_engagement_events') }}
