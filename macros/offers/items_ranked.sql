{#-
    CTEs, the last one `ranked`: the items of each list. The model before them has a CTE `methods`
    (item_kind, method).
-#}
{% macro items_ranked(basis) -%}
{%- set settings = var('recommendations') -%}
{#- The rival of the back-test must not run out of items that a customer does not have. Three
    offers of today only need to replace what the customer returned. -#}
{%- set popular_items = 200 if basis == 'back_test' else 10 -%}
held as (

    select
        *,
        {{ days_between('last_bought_on', 'learned_until') }} as elapsed_days

    from {{ ref('int_items_held') }}
    where
        basis = '{{ basis }}'
        and (basis = 'today' or is_judged)

),

items as (

    select * from {{ ref('int_items_counted') }}
    where basis = '{{ basis }}'

),

pairs as (

    select * from {{ ref('int_item_pairs_compared') }}
    where basis = '{{ basis }}'

),

wanted as (

    select
        held.customer_id,
        held.item_kind,
        methods.method

    from held
    inner join methods
        on held.item_kind = methods.item_kind
    where held.purchase_days > 0
    group by held.customer_id, held.item_kind, methods.method

),

-- The newest purchases; an item that was just returned or complained about leads to nothing.
recent as (

    select
        held.*,
        row_number() over (
            partition by held.customer_id, held.item_kind
            order by held.last_bought_on desc, held.item asc
        ) as recency_place

    from held
    inner join methods
        on
            held.item_kind = methods.item_kind
            and methods.method = 'item_to_item'
    where
        held.purchase_days > 0
        and held.is_left_out = 0

),

-- What each purchase adds to the popularity of a new item. Without any such excess the order is
-- that of the most popular.
new_items as (

    select
        customer_id,
        item_kind,
        item,
        sum(excess_permille) + max(recent_permille) as points

    from (
        select
            recent.customer_id,
            recent.item_kind,
            pairs.next_item as item,
            pairs.excess_permille,
            items.recent_permille

        from recent
        inner join pairs
            on
                recent.item_kind = pairs.item_kind
                and recent.item = pairs.item
        inner join items
            on
                pairs.item_kind = items.item_kind
                and pairs.next_item = items.item
        where recent.recency_place <= {{ settings.recent_items }}

        union all

        select
            wanted.customer_id,
            wanted.item_kind,
            items.item,
            0 as excess_permille,
            items.recent_permille

        from wanted
        inner join items
            on wanted.item_kind = items.item_kind
        where
            wanted.method = 'item_to_item'
            and items.recent_buyer_count > 0
            and items.popularity_rank <= {{ settings.popular_items }}
    ) as shares
    group by customer_id, item_kind, item

),

candidates as (

    select
        'item_to_item' as method,
        new_items.customer_id,
        new_items.item_kind,
        new_items.item,
        true as is_new,
        cast(new_items.points as decimal(28, 4)) as points,
        0 as elapsed_days

    from new_items
    left join held
        on
            new_items.customer_id = held.customer_id
            and new_items.item_kind = held.item_kind
            and new_items.item = held.item
    where held.customer_id is null

    union all

    -- What the customer has: only what is bought in a rhythm and due, or what this customer bought
    -- again before.
    select
        'item_to_item' as method,
        recent.customer_id,
        recent.item_kind,
        recent.item,
        false as is_new,
        cast(
            case
                when recent.purchase_days = 1 then items.again_permille_after_one
                else items.again_permille_after_more
            end as decimal(28, 4)
        ) as points,
        recent.elapsed_days

    from recent
    inner join items
        on
            recent.item_kind = items.item_kind
            and recent.item = items.item
    where
        recent.purchase_days > 1
        or {{ is_due_again('items.cycle_days', 'recent.elapsed_days') }}

    union all

    select
        wanted.method,
        wanted.customer_id,
        wanted.item_kind,
        held.item,
        false as is_new,
        cast(held.purchase_days as decimal(28, 4)) as points,
        held.elapsed_days

    from wanted
    inner join held
        on
            wanted.customer_id = held.customer_id
            and wanted.item_kind = held.item_kind
    where
        wanted.method = 'same_again'
        and held.purchase_days > 0
        and held.is_left_out = 0

    union all

    select
        wanted.method,
        wanted.customer_id,
        wanted.item_kind,
        items.item,
        coalesce(held.purchase_days, 0) = 0 as is_new,
        cast(-items.popularity_rank as decimal(28, 4)) as points,
        0 as elapsed_days

    from wanted
    inner join items
        on wanted.item_kind = items.item_kind
    left join held
        on
            wanted.customer_id = held.customer_id
            and wanted.item_kind = held.item_kind
            and items.item = held.item
    where
        wanted.method = 'most_popular'
        and items.popularity_rank <= {{ popular_items }}
        and items.recent_buyer_count > 0
        and coalesce(held.is_left_out, 0) = 0

),

ranked as (

    select
        *,
        row_number() over (
            partition by method, customer_id, item_kind
            order by points desc, elapsed_days, item
        ) as item_rank,
        case
            when is_new
                then row_number() over (
                    partition by method, customer_id, item_kind, is_new
                    order by points desc, elapsed_days, item
                )
        end as new_item_rank

    from candidates

)
{%- endmacro %}
