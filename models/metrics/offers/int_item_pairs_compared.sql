-- sqlfluff:exclude_rules:LT02,ST06
-- How often customers who bought an item bought another one for the first time on the same day or
-- within the window after it. Counted by customer: those who had the other item before are left
-- out. Lift and probability shrink towards the mean of all items, which counts as much as the
-- fewest customers that are ever shown.
{%- set settings = var('recommendations') %}
{%- set prior = var('minimum_event_counts').hidden %}
with

held as (

    select
        held.basis,
        held.customer_id,
        held.item_kind,
        held.item,
        held.first_bought_on,
        -- Whether the whole window after the purchase is over.
        case
            when
                {{ days_between('held.first_bought_on', 'held.learned_until') }}
                >= {{ settings.window_days }}
                then 1
            else 0
        end as is_followed,
        -- A customer with very many items counts with a fixed sample of them.
        row_number() over (
            partition by held.basis, held.item_kind, held.customer_id
            order by md5(held.customer_id || held.item), held.item
        ) as item_place

    from {{ ref('int_items_held') }} as held
    inner join {{ ref('int_items_counted') }} as items
        on
            held.basis = items.basis
            and held.item_kind = items.item_kind
            and held.item = items.item
            and items.buyer_count >= {{ settings.minimum_customers }}
    where
        held.is_learned
        and held.purchase_days > 0

),

bounded as (

    select * from held
    where item_place <= {{ settings.items_per_customer }}

),

items as (

    select
        basis,
        item_kind,
        item,
        count(*) as customer_count,
        sum(is_followed) as followed_count,
        sum(count(*)) over (partition by basis, item_kind) as all_count

    from bounded
    group by basis, item_kind, item

),

pairs as (

    select
        basis,
        item_kind,
        item,
        next_item,
        sum(is_before) as before_count,
        sum(is_next) as next_count,
        sum(is_followed * is_before) as followed_before_count,
        sum(is_followed * is_next) as followed_next_count

    from (
        select
            earlier.basis,
            earlier.item_kind,
            earlier.item,
            later.item as next_item,
            earlier.is_followed,
            case when later.first_bought_on < earlier.first_bought_on then 1 else 0 end
                as is_before,
            case
                when
                    {{ days_between('earlier.first_bought_on', 'later.first_bought_on') }}
                    between 0 and {{ settings.window_days }}
                    then 1
                else 0
            end as is_next

        from bounded as earlier
        inner join bounded as later
            on
                earlier.basis = later.basis
                and earlier.item_kind = later.item_kind
                and earlier.customer_id = later.customer_id
        where earlier.item <> later.item
    ) as in_time
    group by basis, item_kind, item, next_item

),

-- The base rate of an item: how often it follows any other item.
base_rates as (

    select
        pairs.basis,
        pairs.item_kind,
        pairs.next_item,
        {{ ratio(
            'sum(pairs.next_count)',
            'max(items.all_count) - max(items.customer_count) - sum(pairs.before_count)'
        ) }} as base_rate

    from pairs
    inner join items
        on
            pairs.basis = items.basis
            and pairs.item_kind = items.item_kind
            and pairs.next_item = items.item
    group by pairs.basis, pairs.item_kind, pairs.next_item

),

compared as (

    select
        pairs.basis,
        pairs.item_kind,
        pairs.item,
        pairs.next_item,
        pairs.next_count,
        items.customer_count - pairs.before_count as customer_count,
        pairs.followed_next_count,
        items.followed_count - pairs.followed_before_count as followed_count,
        base_rates.base_rate,
        {{ ratio(
            'pairs.next_count + ' ~ prior ~ ' * base_rates.base_rate',
            'items.customer_count - pairs.before_count + ' ~ prior
        ) }} as probability,
        {{ ratio(
            'pairs.next_count + ' ~ prior,
            '(items.customer_count - pairs.before_count) * base_rates.base_rate + ' ~ prior
        ) }} as lift

    from pairs
    inner join items
        on
            pairs.basis = items.basis
            and pairs.item_kind = items.item_kind
            and pairs.item = items.item
    inner join base_rates
        on
            pairs.basis = base_rates.basis
            and pairs.item_kind = base_rates.item_kind
            and pairs.next_item = base_rates.next_item
    where pairs.next_count > 0

),

weighed as (

    select
        *,
        -- Rounded, so that neither the order of the rows nor the last digits change a rank.
        {{ rounded_decimal('1000 * probability * (1 - ' ~ ratio('1', 'lift') ~ ')') }}
            as excess_permille

    from compared
    where lift > 1

),

ranked as (

    select
        basis,
        item_kind,
        item,
        next_item,
        cast(next_count as bigint) as next_count,
        cast(customer_count as bigint) as customer_count,
        cast(followed_next_count as bigint) as followed_next_count,
        cast(followed_count as bigint) as followed_count,
        probability,
        lift,
        excess_permille,
        row_number() over (
            partition by basis, item_kind, item
            order by excess_permille desc, next_item asc
        ) as next_item_rank

    from weighed

)

select * from ranked
where next_item_rank <= {{ settings.next_items }}
