{#-
    CTEs of the first items of each list. The model before them has a CTE `methods` (item_kind,
    method). `ranked` has the lists of customers whose purchases matter, and `popular_only` the
    lists of all others. DuckDB holds a CTE in memory that is read twice, so those with a row for
    each customer are read once.
-#}
{% macro items_ranked(basis, list_length) -%}
{%- set settings = var('recommendations') -%}
{%- set held -%}
{{ ref('int_items_held') }} as held
    inner join lists
        on
            held.basis = '{{ basis }}'
            {%- if basis == 'back_test' %}
            and held.is_judged
            {%- endif %}
            and held.item_kind = lists.item_kind
{%- endset -%}
{%- set elapsed_days = days_between('held.last_bought_on', 'held.learned_until') -%}
{#- The first popular items that the list need not skip. -#}
{%- set popular_offers -%}
wanted
    cross join places
    left join skipped
        on
            wanted.customer_id = skipped.customer_id
            and wanted.item_kind = skipped.item_kind
            and wanted.method = skipped.method
            and wanted.is_new = skipped.is_new
    inner join popular
        on
            wanted.item_kind = popular.item_kind
            and popular.popularity_rank = places.place + case places.place
                {%- for place in range(1, list_length + 1) %}
                when {{ place }} then coalesce(skipped.before_{{ place }}_count, 0)
                {%- endfor %}
            end
{%- endset -%}
-- A list of new items skips what the customer has. The back-test compares both lists. Today a kind
-- of item has one list, so that windows need not be parted by it: longer keys cost more.
lists as (

    select
        item_kind,
        method,
        method = 'item_to_item' as is_new

    from methods
    {%- if basis == 'back_test' %}

    union all

    select
        item_kind,
        method,
        true as is_new

    from methods
    where method = 'most_popular'
    {%- endif %}

),

places as (
    {% for place in range(1, list_length + 1) %}
    {{ 'union all ' if not loop.first }}select {{ place }} as place
    {%- endfor %}

),

items as (

    select * from {{ ref('int_items_counted') }}
    where basis = '{{ basis }}'

),

popular as (

    select * from items
    where
        recent_buyer_count > 0
        and popularity_rank <= {{ settings.popular_items }}

),

pairs as (

    select
        pairs.item_kind,
        pairs.item,
        pairs.next_item,
        pairs.excess_permille,
        pairs.followed_next_count,
        pairs.followed_count,
        items.recent_permille,
        items.popularity_rank

    from {{ ref('int_item_pairs_compared') }} as pairs
    inner join items
        on
            pairs.item_kind = items.item_kind
            and pairs.next_item = items.item
    where pairs.basis = '{{ basis }}'

),

wanted as (

    select
        lists.method,
        lists.is_new,
        held.customer_id,
        held.item_kind,
        max(
            case
                when
                    lists.method = 'item_to_item'
                    and held.purchase_days > 0
                    and (
                        held.purchase_days > 1
                        or {{ elapsed_days }} < {{ settings.recent_days }}
                        or {{ elapsed_days }} <= 2 * {{ settings.window_days }}
                    )
                    then 1
                else 0
            end
        ) as is_ranked

    from {{ held }}
    group by lists.method, lists.is_new, held.customer_id, held.item_kind
    having max(held.purchase_days) > 0

),

-- How many popular items a list skips before each place. The popularity rank of such an item minus
-- its number among those skipped is the number of places filled before it.
skipped as (

    select
        method,
        is_new,
        customer_id,
        item_kind,
        {%- for place in range(1, list_length + 1) %}
        sum(case when filled_count < {{ place }} then 1 else 0 end) as before_{{ place }}_count
        {{- ',' if not loop.last }}
        {%- endfor %}

    from (
        select
            lists.method,
            lists.is_new,
            held.customer_id,
            held.item_kind,
            popular.popularity_rank - row_number() over (
                partition by {{ 'lists.method, lists.is_new, ' if basis == 'back_test' -}}
                    held.customer_id, held.item_kind
                order by popular.popularity_rank
            ) as filled_count

        from {{ held }}
        inner join popular
            on
                held.item_kind = popular.item_kind
                and held.item = popular.item
        where
            lists.method <> 'same_again'
            and (held.is_left_out = 1 or (lists.is_new and held.purchase_days > 0))
    ) as numbered
    where filled_count < {{ list_length }}
    group by method, is_new, customer_id, item_kind

),

-- The newest purchases; an item that was just returned or complained about leads to nothing.
recent as (

    select
        held.customer_id,
        held.item_kind,
        held.item,
        row_number() over (
            partition by held.customer_id, held.item_kind
            order by held.last_bought_on desc, held.item asc
        ) as recency_place

    from {{ held }}
    where
        lists.method = 'item_to_item'
        and held.purchase_days > 0
        and held.is_left_out = 0
        and {{ elapsed_days }} < {{ settings.recent_days }}

),

-- What each purchase adds to the popularity of a new item. Without any such excess the order is
-- that of the most popular.
new_items as (

    select
        customer_id,
        item_kind,
        item,
        popularity_rank,
        sum(excess_permille) + max(recent_permille) as points

    from (
        select
            recent.customer_id,
            recent.item_kind,
            pairs.next_item as item,
            pairs.popularity_rank,
            pairs.excess_permille,
            pairs.recent_permille

        from recent
        inner join pairs
            on
                recent.item_kind = pairs.item_kind
                and recent.item = pairs.item
        where recent.recency_place <= {{ settings.recent_items }}

        union all

        select
            wanted.customer_id,
            wanted.item_kind,
            popular.item,
            popular.popularity_rank,
            0 as excess_permille,
            popular.recent_permille

        from {{ popular_offers }}
        where wanted.is_ranked = 1
    ) as shares
    group by customer_id, item_kind, item, popularity_rank

),

candidates as (

    select
        'item_to_item' as method,
        new_items.customer_id,
        new_items.item_kind,
        new_items.item,
        true as is_new,
        cast(new_items.points as decimal(28, 4)) as points,
        new_items.popularity_rank,
        0 as purchase_days,
        0 as elapsed_days

    from new_items
    left join {{ ref('int_items_held') }} as held
        on
            held.basis = '{{ basis }}'
            and new_items.customer_id = held.customer_id
            and new_items.item_kind = held.item_kind
            and new_items.item = held.item
            and (held.is_left_out = 1 or held.purchase_days > 0)
    where held.customer_id is null

    union all

    -- What the customer has: only what is bought in a rhythm and due, or what this customer bought
    -- again before. Its points are the share who bought it again.
    select
        lists.method,
        held.customer_id,
        held.item_kind,
        held.item,
        false as is_new,
        cast(
            case
                when lists.method = 'same_again' then held.purchase_days
                when held.purchase_days = 1 then items.again_permille_after_one
                else items.again_permille_after_more
            end as decimal(28, 4)
        ) as points,
        items.popularity_rank,
        held.purchase_days,
        {{ elapsed_days }} as elapsed_days

    from {{ held }}
    left join items
        on
            held.item_kind = items.item_kind
            and held.item = items.item
    where
        held.purchase_days > 0
        and held.is_left_out = 0
        and (
            lists.method = 'same_again'
            or (
                lists.method = 'item_to_item'
                and items.item is not null
                and (
                    held.purchase_days > 1
                    or {{ is_due_again('items.cycle_days', elapsed_days) }}
                )
            )
        )

),

ranked as (

    select * from (
        select
            *,
            row_number() over (
                partition by {{ 'method, ' if basis == 'back_test' }}customer_id, item_kind
                order by points desc, elapsed_days asc, popularity_rank asc nulls last, item asc
            ) as item_rank{{ ',' if basis == 'back_test' }}
            {%- if basis == 'back_test' %}
            case
                when is_new
                    then row_number() over (
                        partition by method, customer_id, item_kind, is_new
                        order by points desc, popularity_rank asc
                    )
            end as new_item_rank
            {%- endif %}

        from candidates
    ) as numbered
    where
        item_rank <= {{ list_length }}
        {%- if basis == 'back_test' %}
        or new_item_rank <= {{ list_length }}
        {%- endif %}

),

popular_only as (

    select
        wanted.method,
        wanted.customer_id,
        wanted.item_kind,
        popular.item,
        wanted.is_new,
        places.place as item_rank

    from {{ popular_offers }}
    where
        wanted.is_ranked = 0
        and wanted.method <> 'same_again'

)
{%- endmacro %}
