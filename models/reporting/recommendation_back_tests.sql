-- sqlfluff:exclude_rules:LT02,ST06,AM04,ST05
-- What each way to choose offers would have found: learned before the last days of the data, judged
-- on the purchases of these days.
{%- set settings = var('recommendations') %}
{%- set methods = ['item_to_item', 'most_popular', 'same_again'] %}
with

methods as (

    select
        kinds.item_kind,
        methods.method

    from {{ constant_rows('item_kind', item_kinds()) }} as kinds
    cross join {{ constant_rows('method', methods) }} as methods

),

{{ items_ranked('back_test', 10) }},

span as (

    select
        max(learned_until) as learned_until,
        {{ date_plus_days('max(learned_until)', settings.backtest_days) }} as judged_until

    from {{ ref('int_items_held') }}
    where
        basis = 'back_test'
        and is_judged

),

targets as (

    select
        targets.target,
        lengths.list_length

    from {{ constant_rows('target', ['any_item', 'new_item']) }} as targets
    cross join (
        select 3 as list_length
        union all
        select 10 as list_length
    ) as lengths

),

bought as (

    select
        purchases.customer_id,
        purchases.item_kind,
        purchases.item,
        max(case when held.purchase_days > 0 then 0 else 1 end) as is_new

    from {{ ref('int_item_purchases') }} as purchases
    inner join span
        on
            purchases.order_date > span.learned_until
            and purchases.order_date <= span.judged_until
    inner join wanted
        on
            purchases.customer_id = wanted.customer_id
            and purchases.item_kind = wanted.item_kind
            and wanted.method = 'same_again'
    left join {{ ref('int_items_held') }} as held
        on
            held.basis = 'back_test'
            and purchases.customer_id = held.customer_id
            and purchases.item_kind = held.item_kind
            and purchases.item = held.item
    where purchases.is_bought = 1
    group by purchases.customer_id, purchases.item_kind, purchases.item

),

judged as (

    select
        wanted.customer_id,
        wanted.item_kind,
        wanted.method,
        targets.target,
        targets.list_length,
        count(*) as bought_count

    from wanted
    inner join bought
        on
            wanted.customer_id = bought.customer_id
            and wanted.item_kind = bought.item_kind
    inner join targets
        on
            targets.target = 'any_item'
            or bought.is_new = 1
    where wanted.method <> 'most_popular' or not wanted.is_new
    group by
        wanted.customer_id,
        wanted.item_kind,
        wanted.method,
        targets.target,
        targets.list_length

),

offered as (

    select
        customer_id,
        item_kind,
        method,
        item,
        item_rank,
        new_item_rank

    from ranked

    union all

    -- The most popular has a list of its own for new items. Item to item has one list for both.
    select
        customer_id,
        item_kind,
        method,
        item,
        case when method = 'item_to_item' or not is_new then item_rank end as item_rank,
        case when is_new then item_rank end as new_item_rank

    from popular_only

),

found as (

    select
        offered.customer_id,
        offered.item_kind,
        offered.method,
        targets.target,
        targets.list_length,
        count(*) as found_count

    from offered
    inner join bought
        on
            offered.customer_id = bought.customer_id
            and offered.item_kind = bought.item_kind
            and offered.item = bought.item
    inner join targets
        on
            (targets.target = 'any_item' and offered.item_rank <= targets.list_length)
            or (targets.target = 'new_item' and offered.new_item_rank <= targets.list_length)
    group by
        offered.customer_id,
        offered.item_kind,
        offered.method,
        targets.target,
        targets.list_length

),

by_customer as (

    select
        judged.customer_id,
        judged.item_kind,
        judged.method,
        judged.target,
        judged.list_length,
        case when found.found_count > 0 then 1 else 0 end as is_hit,
        {{ rounded_decimal(
            ratio('1000 * coalesce(found.found_count, 0)', 'judged.bought_count')
        ) }} as recall_permille

    from judged
    left join found
        on
            judged.customer_id = found.customer_id
            and judged.item_kind = found.item_kind
            and judged.method = found.method
            and judged.target = found.target
            and judged.list_length = found.list_length

),

summed as (

    select
        rival.item_kind,
        rival.method,
        rival.target,
        rival.list_length,
        count(*) as customer_count,
        sum(rival.is_hit) as hit_count,
        sum(rival.recall_permille) as recall_sum,
        sum(cast({{ exact_square('rival.recall_permille') }} as decimal(28, 4))) as recall_squares,
        sum(own.is_hit - rival.is_hit) as lead_sum,
        sum(abs(own.is_hit - rival.is_hit)) as lead_squares

    from by_customer as rival
    inner join by_customer as own
        on
            rival.customer_id = own.customer_id
            and rival.item_kind = own.item_kind
            and rival.target = own.target
            and rival.list_length = own.list_length
            and own.method = 'item_to_item'
    group by rival.item_kind, rival.method, rival.target, rival.list_length

),

estimated as (

    select
        *,
        customer_count < {{ var('minimum_event_counts').hidden }} as is_suppressed,
        {{ ratio('hit_count', 'customer_count') }} as hit_rate,
        {{ wilson_bound('hit_count', 'customer_count', 'low') }} as hit_rate_low,
        {{ wilson_bound('hit_count', 'customer_count', 'high') }} as hit_rate_high,
        {{ ratio('recall_sum', '1000 * customer_count') }} as recall,
        {%- for side in ['low', 'high'] %}
        0.001 * {{ mean_bound('customer_count', 'recall_sum', 'recall_squares', side) }}
            as recall_{{ side }},
        {%- endfor %}
        {{ ratio('lead_sum', 'customer_count') }} as lead,
        {{ mean_bound('customer_count', 'lead_sum', 'lead_squares', 'low') }} as lead_low,
        {{ mean_bound('customer_count', 'lead_sum', 'lead_squares', 'high') }} as lead_high

    from summed

),

-- What is offered is decided by the first three, on all that the customers bought.
chosen as (

    select
        item_kind,
        case
            when min(case when method <> 'item_to_item' then lead_low end) > 0
                then 'item_to_item'
            when
                max(case when method = 'same_again' then hit_count end)
                > max(case when method = 'most_popular' then hit_count end)
                then 'same_again'
            else 'most_popular'
        end as published_method

    from estimated
    where
        target = 'any_item'
        and list_length = 3
        and not is_suppressed
    group by item_kind

),

described as (

    select
        estimated.item_kind,
        estimated.target,
        cast(estimated.list_length as integer) as list_length,
        estimated.method,
        span.learned_until,
        span.judged_until,
        cast(estimated.customer_count as bigint) as customer_count,
        estimated.is_suppressed,
        {%- for column in ['hit_rate', 'hit_rate_low', 'hit_rate_high', 'recall'] %}
        cast(case when not estimated.is_suppressed then estimated.{{ column }} end as double)
            as {{ column }},
        {%- endfor %}
        {%- for side, limit in [('low', 'greatest(0, '), ('high', 'least(1, ')] %}
        cast(
            case
                when not estimated.is_suppressed and estimated.recall_{{ side }} is not null
                    then {{ limit }}estimated.recall_{{ side }})
            end as double
        ) as recall_{{ side }},
        {%- endfor %}
        {%- for column in ['lead', 'lead_low', 'lead_high'] %}
        cast(
            case
                when not estimated.is_suppressed and estimated.method <> 'item_to_item'
                    then estimated.{{ column }}
            end as double
        ) as item_to_item_{{ column }},
        {%- endfor %}
        coalesce(estimated.method = chosen.published_method, false) as is_published

    from estimated
    cross join span
    left join chosen
        on estimated.item_kind = chosen.item_kind

)

select * from described
