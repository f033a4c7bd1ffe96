-- sqlfluff:exclude_rules:LT02,ST06
-- The best three offers for each customer, by the method that the back-test publishes.
{%- set settings = var('recommendations') %}
with

methods as (

    select
        item_kind,
        method

    from {{ ref('recommendation_back_tests') }}
    where is_published
    group by item_kind, method

),

{{ items_ranked('today', 3) }},

-- Each name is looked up once, not for each customer.
names as (

    select
        named.item_kind,
        named.item,
        {%- for language in ['en', 'zh'] %}
        coalesce(labels.label_{{ language }}, named.item)
            as item_{{ language }}{{ ',' if not loop.last }}
        {%- endfor %}

    from (
        select
            item_kind,
            item

        from {{ ref('int_items_held') }}
        where basis = 'today'

        union distinct

        select
            item_kind,
            item

        from items
    ) as named
    {{ label_join('labels', 'named.item_kind', 'named.item') }}

),

-- The purchase that speaks most for the offer.
led as (

    select
        best.customer_id,
        best.item_kind,
        best.item,
        pairs.item as led_by_item,
        pairs.followed_next_count,
        pairs.followed_count,
        row_number() over (
            partition by best.customer_id, best.item_kind, best.item
            order by pairs.excess_permille desc, pairs.item asc
        ) as place

    from ranked as best
    inner join pairs
        on
            best.item_kind = pairs.item_kind
            and best.item = pairs.next_item
    inner join recent
        on
            best.customer_id = recent.customer_id
            and pairs.item_kind = recent.item_kind
            and pairs.item = recent.item
            and recent.recency_place <= {{ settings.recent_items }}
    where
        best.method = 'item_to_item'
        and best.is_new

),

offered as (

    select
        best.customer_id,
        best.item_kind,
        best.item,
        best.method,
        best.is_new,
        best.item_rank,
        best.purchase_days,
        best.elapsed_days,
        led.led_by_item,
        led.followed_next_count,
        led.followed_count

    from ranked as best
    left join led
        on
            best.customer_id = led.customer_id
            and best.item_kind = led.item_kind
            and best.item = led.item
            and led.place = 1

    union all

    select
        customer_id,
        item_kind,
        item,
        method,
        is_new,
        item_rank,
        0 as purchase_days,
        0 as elapsed_days,
        null as led_by_item,
        null as followed_next_count,
        null as followed_count

    from popular_only

),

joined as (

    select
        offered.customer_id,
        offered.item_kind,
        cast(offered.item_rank as integer) as offer_rank,
        offered.item,
        offered.method,
        case
            when offered.method <> 'item_to_item' then offered.method
            when offered.is_new and offered.led_by_item is null then 'popular_item'
            when offered.is_new then 'next_item'
            when {{ is_due_again('items.cycle_days', 'offered.elapsed_days') }} then 'due_again'
            else 'same_again'
        end as reason,
        offered.led_by_item,
        case
            when offered.followed_count >= {{ var('minimum_event_counts').hidden }}
                then {{ ratio('offered.followed_next_count', 'offered.followed_count') }}
        end as followed_share,
        offered.purchase_days,
        offered.elapsed_days,
        items.cycle_days,
        items.popularity_rank,
        {%- for language in ['en', 'zh'] %}
        item_names.item_{{ language }},
        led_by_names.item_{{ language }} as led_by_item_{{ language }},
        {%- endfor %}
        as_of.as_of_date

    from offered
    inner join {{ ref('dim_customers') }} as customers
        on
            offered.customer_id = customers.customer_id
            and not customers.is_deleted
    cross join {{ ref('int_as_of') }} as as_of
    left join items
        on
            offered.item_kind = items.item_kind
            and offered.item = items.item
    left join names as item_names
        on
            offered.item_kind = item_names.item_kind
            and offered.item = item_names.item
    left join names as led_by_names
        on
            offered.item_kind = led_by_names.item_kind
            and offered.led_by_item = led_by_names.item

),

worded as (

    select
        *,
        cast(floor(100 * followed_share + 0.5) as bigint) as followed_percent,
        cast(floor(cycle_days + 0.5) as bigint) as cycle_days_rounded

    from joined

),

described as (

    select
        customer_id,
        item_kind,
        offer_rank,
        item,
        item_en,
        item_zh,
        method,
        reason,
        led_by_item,
        led_by_item_en,
        led_by_item_zh,
        cast(followed_share as double) as followed_share,
        case
            when reason = 'next_item' and followed_percent is not null
                then
                    'bought ' || led_by_item_en || '; ' || cast(followed_percent as string)
                    || ' % of such customers bought ' || item_en
                    || ' within {{ settings.window_days }} days'
            when reason = 'next_item'
                then 'bought ' || led_by_item_en || '; customers often buy ' || item_en || ' next'
            when reason = 'due_again'
                then
                    item_en || ' is bought again about every ' || cast(cycle_days_rounded as string)
                    || ' days; last bought ' || cast(elapsed_days as string) || ' days ago'
            when reason = 'same_again'
                then
                    'bought ' || item_en || ' on ' || cast(purchase_days as string)
                    || ' day(s), last ' || cast(elapsed_days as string) || ' days ago'
            else
                item_en || ' is number ' || cast(popularity_rank as string)
                || ' by customers in the last {{ settings.window_days }} days'
        end as reason_en,
        case
            when reason = 'next_item' and followed_percent is not null
                then
                    '买过 ' || led_by_item_zh || '；此类客户有' || cast(followed_percent as string)
                    || '%在 {{ settings.window_days }} 天内购买了 ' || item_zh
            when reason = 'next_item'
                then '买过 ' || led_by_item_zh || '；此类客户随后常买 ' || item_zh
            when reason = 'due_again'
                then
                    item_zh || ' 的复购周期约 ' || cast(cycle_days_rounded as string)
                    || ' 天；距上次购买已 ' || cast(elapsed_days as string) || ' 天'
            when reason = 'same_again'
                then
                    '曾在 ' || cast(purchase_days as string) || ' 天购买过 ' || item_zh
                    || '，最近一次在 ' || cast(elapsed_days as string) || ' 天前'
            else
                '按最近 {{ settings.window_days }} 天的购买客户数，' || item_zh || ' 排第 '
                || cast(popularity_rank as string) || ' 位'
        end as reason_zh,
        as_of_date

    from worded

)

select * from described
