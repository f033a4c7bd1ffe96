-- sqlfluff:exclude_rules:LT02,ST06,AM04,RF04
-- What became of the offers that the staff made in the days of the back-test: those on the list
-- as it was before these days, and all others.
{%- set revenue_days = 30 %}
{%- set sides = {'listed': 1, 'other': 0} %}
{%- set hidden = var('minimum_event_counts').hidden %}
with

methods as (

    select
        item_kind,
        method,
        max(learned_until) as learned_until,
        max(judged_until) as judged_until

    from {{ ref('recommendation_back_tests') }}
    where is_published
    group by item_kind, method

),

{{ items_ranked('back_test', 3) }},

listed as (

    select
        customer_id,
        item_kind,
        item

    from ranked
    where item_rank <= 3

    union all

    select
        customer_id,
        item_kind,
        item

    from popular_only
    where
        method = 'item_to_item'
        or not is_new

),

with_a_list as (

    select
        customer_id,
        item_kind

    from listed
    group by customer_id, item_kind

),

named as (
    {% for kind, columns in item_kinds().items() %}
    {{ 'union all' if not loop.first }}
    select
        activity_id,
        customer_id,
        '{{ kind }}' as item_kind,
        {{ columns.offered }} as item,
        occurred_at,
        cast({{ local_time('occurred_at') }} as date) as offered_on,
        case when is_accepted_in_time then 1 else 0 end as is_accepted

    from {{ ref('fct_activities') }}
    where
        activity_type in ('offer', 'recommendation')
        and is_response_window_closed
        and {{ columns.offered }} is not null
    {% endfor %}
),

-- Only offers whose revenue is known to the last day.
offered as (

    select
        named.activity_id,
        named.customer_id,
        named.item_kind,
        named.occurred_at,
        named.offered_on,
        named.is_accepted,
        methods.learned_until,
        methods.judged_until,
        case when listed.item is null then 0 else 1 end as is_listed

    from named
    inner join methods
        on
            named.item_kind = methods.item_kind
            and named.offered_on > methods.learned_until
            and named.offered_on <= methods.judged_until
    inner join {{ ref('int_as_of') }} as as_of
        on {{ plus_days('named.occurred_at', revenue_days) }} <= as_of.as_of
    inner join with_a_list
        on
            named.customer_id = with_a_list.customer_id
            and named.item_kind = with_a_list.item_kind
    left join listed
        on
            named.customer_id = listed.customer_id
            and named.item_kind = listed.item_kind
            and named.item = listed.item

),

earned as (

    select
        offered.activity_id,
        offered.item_kind,
        sum(orders.net_amount) as revenue

    from offered
    inner join {{ ref('fct_orders') }} as orders
        on
            offered.customer_id = orders.customer_id
            and orders.is_revenue
            and offered.occurred_at <= orders.ordered_at
            and {{ plus_days('offered.occurred_at', revenue_days) }} > orders.ordered_at
    group by offered.activity_id, offered.item_kind

),

sliced as (

    select
        offered.*,
        'all' as dimension,
        'all' as dimension_value,
        coalesce(earned.revenue, 0) as revenue

    from offered
    left join earned
        on
            offered.activity_id = earned.activity_id
            and offered.item_kind = earned.item_kind
    {%- if 'persona' in var('metric_dimensions') %}

    union all

    select
        offered.*,
        'persona' as dimension,
        personas.persona as dimension_value,
        coalesce(earned.revenue, 0) as revenue

    from offered
    left join earned
        on
            offered.activity_id = earned.activity_id
            and offered.item_kind = earned.item_kind
    {{ persona_join('offered.customer_id', 'offered.offered_on') }}
    where personas.persona is not null
    {%- endif %}

),

by_customer as (

    select
        item_kind,
        dimension,
        dimension_value,
        learned_until,
        judged_until,
        customer_id,
        {%- for side, flag in sides.items() %}
        sum(case when is_listed = {{ flag }} then 1 else 0 end) as {{ side }}_count,
        sum(case when is_listed = {{ flag }} then is_accepted else 0 end) as {{ side }}_accepted,
        sum(case when is_listed = {{ flag }} then revenue else 0 end)
            as {{ side }}_revenue{{ ',' if not loop.last }}
        {%- endfor %}

    from sliced
    group by
        item_kind,
        dimension,
        dimension_value,
        learned_until,
        judged_until,
        customer_id

),

summed as (

    select
        item_kind,
        dimension,
        dimension_value,
        learned_until,
        judged_until,
        count(*) as customer_count,
        {%- for side in sides %}
        sum({{ side }}_count) as {{ side }}_offer_count,
        sum(case when {{ side }}_count > 0 then 1 else 0 end) as {{ side }}_customer_count,
        {{ ratio('sum(' ~ side ~ '_accepted)', 'sum(' ~ side ~ '_count)') }}
            as {{ side }}_acceptance_rate,
        {{ ratio('sum(' ~ side ~ '_revenue)', 'sum(' ~ side ~ '_count)') }}
            as {{ side }}_revenue_30_days{{ ',' if not loop.last }}
        {%- endfor %}

    from by_customer
    group by item_kind, dimension, dimension_value, learned_until, judged_until

),

-- How much each customer moves the difference (cluster), times the number of offers. A customer who
-- was made offers of both kinds counts once.
influences as (

    select
        by_customer.item_kind,
        by_customer.dimension,
        by_customer.dimension_value,
        {%- for figure, column, scale in [
            ('accepted', 'acceptance_rate', 1000), ('revenue', 'revenue_30_days', 1)
        ] %}
        {{ rounded_decimal(
            scale ~ ' * (summed.listed_offer_count + summed.other_offer_count) * ('
            ~ ratio(
                'by_customer.listed_' ~ figure ~ ' - summed.listed_' ~ column
                ~ ' * by_customer.listed_count', 'summed.listed_offer_count'
            ) ~ ' - '
            ~ ratio(
                'by_customer.other_' ~ figure ~ ' - summed.other_' ~ column
                ~ ' * by_customer.other_count', 'summed.other_offer_count'
            ) ~ ')'
        ) }} as {{ figure }}_influence{{ ',' if not loop.last }}
        {%- endfor %}

    from by_customer
    inner join summed
        on
            by_customer.item_kind = summed.item_kind
            and by_customer.dimension = summed.dimension
            and by_customer.dimension_value = summed.dimension_value
    where
        summed.listed_offer_count > 0
        and summed.other_offer_count > 0

),

varied as (

    select
        item_kind,
        dimension,
        dimension_value,
        sum(cast({{ exact_square('accepted_influence') }} as decimal(28, 4))) as accepted_squares,
        sum(cast({{ exact_square('revenue_influence') }} as decimal(28, 4))) as revenue_squares

    from influences
    group by item_kind, dimension, dimension_value

),

estimated as (

    select
        summed.*,
        summed.listed_customer_count < {{ hidden }} or summed.other_customer_count < {{ hidden }}
            as is_suppressed,
        summed.listed_acceptance_rate - summed.other_acceptance_rate as acceptance_difference,
        summed.listed_revenue_30_days - summed.other_revenue_30_days as revenue_difference,
        {%- for figure, name, scale in [
            ('accepted', 'acceptance', 1000), ('revenue', 'revenue', 1)
        ] %}
        {{ student_t_critical_95('summed.customer_count - 1') }} * {{ ratio(
            'sqrt(cast(varied.' ~ figure ~ '_squares as double) * '
            ~ ratio('summed.customer_count', 'summed.customer_count - 1') ~ ')',
            scale ~ ' * (summed.listed_offer_count + summed.other_offer_count)'
        ) }}
            as {{ name }}_half_width{{ ',' if not loop.last }}
        {%- endfor %}

    from summed
    left join varied
        on
            summed.item_kind = varied.item_kind
            and summed.dimension = varied.dimension
            and summed.dimension_value = varied.dimension_value

),

described as (

    select
        item_kind,
        dimension,
        dimension_value,
        learned_until,
        judged_until,
        {%- for side in sides %}
        cast({{ side }}_offer_count as bigint) as {{ side }}_offer_count,
        cast({{ side }}_customer_count as bigint) as {{ side }}_customer_count,
        {%- endfor %}
        is_suppressed,
        {%- for column in [
            'listed_acceptance_rate', 'other_acceptance_rate', 'listed_revenue_30_days',
            'other_revenue_30_days', 'acceptance_difference', 'revenue_difference',
        ] %}
        cast(case when not is_suppressed then {{ column }} end as double) as {{ column }},
        {%- endfor %}
        -- A difference of two shares lies between -1 and 1.
        cast(
            case
                when not is_suppressed and acceptance_half_width is not null
                    then greatest(-1, acceptance_difference - acceptance_half_width)
            end as double
        ) as acceptance_difference_low,
        cast(
            case
                when not is_suppressed and acceptance_half_width is not null
                    then least(1, acceptance_difference + acceptance_half_width)
            end as double
        ) as acceptance_difference_high,
        cast(
            case when not is_suppressed then revenue_difference - revenue_half_width end as double
        ) as revenue_difference_low,
        cast(
            case when not is_suppressed then revenue_difference + revenue_half_width end as double
        ) as revenue_difference_high

    from estimated

)

select * from described
