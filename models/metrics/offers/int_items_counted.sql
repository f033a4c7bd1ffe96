-- sqlfluff:exclude_rules:LT02
-- How many customers bought each item, and in what rhythm it is bought again: the Kaplan-Meier
-- median of all intervals between two purchases of one customer.
{%- set settings = var('recommendations') %}
{%- set prior = var('minimum_event_counts').hidden %}
with

held as (

    select * from {{ ref('int_items_held') }}
    where
        is_learned
        and purchase_days > 0

),

numbered as (

    select
        held.basis,
        held.learned_until,
        held.item_kind,
        held.item,
        purchases.order_date,
        row_number() over in_time as purchase_number,
        lead(purchases.order_date) over in_time as bought_again_on

    from held
    inner join {{ ref('int_item_purchases') }} as purchases
        on
            held.customer_id = purchases.customer_id
            and held.item_kind = purchases.item_kind
            and held.item = purchases.item
            and held.learned_until >= purchases.order_date
            and purchases.is_bought = 1
    window in_time as (
        partition by held.basis, held.item_kind, held.item, held.customer_id
        order by purchases.order_date
    )

),

waited as (

    select
        *,
        {{ days_between('order_date', 'coalesce(bought_again_on, learned_until)') }} as waited_days,
        case when bought_again_on is null then 0 else 1 end as is_ended

    from numbered

),

counted as (

    select
        basis,
        item_kind,
        item,
        waited_days,
        sum(is_ended) as event_count,
        sum(1 - is_ended) as censored_count

    from waited
    group by basis, item_kind, item, waited_days

),

{{ kaplan_meier('counted', ['basis', 'item_kind', 'item'], 'waited_days') }},

rhythms as (

    select
        basis,
        item_kind,
        item,
        {{ survival_quantile('survival', '0.5', 'waited_days') }} as cycle_days

    from bounded
    group by basis, item_kind, item

),

-- The chance to buy again differs between a first purchase and a later one.
repeated as (

    select
        basis,
        item_kind,
        item,
        {%- for number in [1, 2] %}
        sum(case when purchase_number = {{ number }} then 1 else 0 end)
            as bought_{{ number }}_count,
        sum(
            case
                when
                    purchase_number = {{ number }}
                    and is_ended = 1
                    and waited_days <= {{ settings.window_days }}
                    then 1
                else 0
            end
        ) as again_{{ number }}_count{{ ',' if not loop.last }}
        {%- endfor %}

    from waited
    group by basis, item_kind, item

),

popularity as (

    select
        basis,
        item_kind,
        item,
        count(*) as buyer_count,
        sum(
            case
                when
                    last_bought_on
                    > {{ date_plus_days('learned_until', -settings.window_days) }}
                    then 1
                else 0
            end
        ) as recent_buyer_count

    from held
    group by basis, item_kind, item

),

customers as (

    select
        basis,
        item_kind,
        count(distinct customer_id) as customer_count

    from held
    group by basis, item_kind

),

joined as (

    select
        popularity.basis,
        popularity.item_kind,
        popularity.item,
        popularity.buyer_count,
        popularity.recent_buyer_count,
        {{ rounded_decimal(
            ratio('1000 * popularity.recent_buyer_count', 'customers.customer_count')
        ) }} as recent_permille,
        row_number() over (
            partition by popularity.basis, popularity.item_kind
            order by
                popularity.recent_buyer_count desc,
                popularity.buyer_count desc,
                popularity.item asc
        ) as popularity_rank,
        case
            when popularity.buyer_count >= {{ settings.minimum_customers }} then rhythms.cycle_days
        end as cycle_days,
        -- The rate after a first purchase is the prior of the rate after a later one.
        {{ rounded_decimal(ratio('1000 * repeated.again_1_count', 'repeated.bought_1_count')) }}
            as again_permille_after_one,
        {{ rounded_decimal(ratio(
            '1000 * repeated.again_2_count + 1000 * ' ~ prior ~ ' * '
            ~ ratio('repeated.again_1_count', 'repeated.bought_1_count'),
            'repeated.bought_2_count + ' ~ prior
        )) }} as again_permille_after_more

    from popularity
    inner join customers
        on
            popularity.basis = customers.basis
            and popularity.item_kind = customers.item_kind
    inner join rhythms
        on
            popularity.basis = rhythms.basis
            and popularity.item_kind = rhythms.item_kind
            and popularity.item = rhythms.item
    inner join repeated
        on
            popularity.basis = repeated.basis
            and popularity.item_kind = repeated.item_kind
            and popularity.item = repeated.item

)

select * from joined
