-- sqlfluff:exclude_rules:ST06,RF02,RF04,LT02
-- Customers selected by their earlier purchases or answers, compared with the others in later ones.
{%- set columns = 'others_count', 'others_sum', 'others_square_sum',
    'group_count', 'group_sum', 'group_square_sum' %}
{%- set words = {
    'price': {'events': 'purchases', 'events_zh': '购买', 'earlier': 'purchases', 'earlier_zh': '购买'},
    'service': {
        'events': 'rated replies', 'events_zh': '已评价回复', 'earlier': 'answers', 'earlier_zh': '回答',
    },
} %}
{%- set sentences = [
    (
        "verdict = 'too_few_customers'",
        'Not examined: too few customers have two earlier and two later {events}'
        ~ ' ({examined_text}).',
        '未考察：前后两段时间各有两次{events_zh}的客户太少（{examined_text} 位）。',
    ),
    (
        "verdict = 'no_group'",
        'No group shown: customers selected by earlier {earlier} do not differ later'
        ~ ' ({examined_text} examined).',
        '未发现群体：按较早的{earlier_zh}选出的客户，后来与其他客户没有差异（共考察 {examined_text} 位）。',
    ),
    (
        "sensitivity = 'price'",
        '{group_text} of {examined_text} customers are price-sensitive. {group_value_text} % of'
        ~ ' their later purchases used a promotion; of other customers {others_value_text} %.',
        '考察的 {examined_text} 位客户中，{group_text} 位对价格敏感：其后续购买中 {group_value_text}'
        ~ '% 使用了促销，其他客户为 {others_value_text}%。',
    ),
    (
        none,
        '{group_text} of {examined_text} customers are service-sensitive. After slow replies their'
        ~ ' share of satisfied answers is {group_value_text} points lower, that of others'
        ~ ' {others_value_text}.',
        '考察的 {examined_text} 位客户中，{group_text} 位对服务敏感：后续回答中，响应偏慢时其满意率低'
        ~ ' {group_value_text} 个百分点，其他客户为 {others_value_text} 个百分点。',
    ),
] %}
with

sensitivities as (

    select 'price' as sensitivity
    union all
    select 'service' as sensitivity

),

customers as (

    select * from {{ ref('int_customer_sensitivities') }}

),

summed as (

    select
        sensitivity,
        count(*) as examined_count,
        {%- for name, condition in [('group', 'is_chosen'), ('others', 'not is_chosen')] %}
        count(case when {{ condition }} then 1 end) as {{ name }}_count,
        sum(case when {{ condition }} then later_value end) as {{ name }}_value_sum,
        sum(case when {{ condition }} then later_score end) as {{ name }}_sum,
        sum(case when {{ condition }} then {{ exact_square('later_score') }} end)
            as {{ name }}_square_sum
        {{- ',' if not loop.last }}
        {%- endfor %}

    from customers
    group by sensitivity

),

reached as (

    select
        sensitivities.sensitivity,
        coalesce(summed.examined_count, 0) as examined_count,
        coalesce(
            summed.examined_count >= {{ var('driver_minimum_cases') }}
            and summed.group_count >= {{ var('minimum_event_counts').small }}
            and summed.others_count >= {{ var('minimum_event_counts').small }},
            false
        ) as is_reached,
        {%- for column in columns %}
        summed.{{ column }},
        {%- endfor %}
        100 * {{ ratio('summed.group_value_sum', 'summed.group_count') }} as group_value,
        100 * {{ ratio('summed.others_value_sum', 'summed.others_count') }} as others_value

    from sensitivities
    left join summed
        on sensitivities.sensitivity = summed.sensitivity

),

with_freedom as (

    select
        *,
        case when is_reached then {{ welch_degrees_of_freedom(*columns) }} end as degrees_of_freedom

    from reached

),

bounded as (

    select
        *,
        {{ welch_difference_bound(*(columns + ('degrees_of_freedom', 'low'))) }} as difference_low,
        {{ welch_difference_bound(*(columns + ('degrees_of_freedom', 'high'))) }} as difference_high

    from with_freedom

),

measured as (

    select
        *,
        {{ z_95() }} * {{ ratio(
            'difference_low + difference_high', 'difference_high - difference_low'
        ) }} as interval_z

    from bounded

),

scaled as (

    select
        *,
        {{ student_z('interval_z', 'degrees_of_freedom') }} as z

    from measured

),

tested as (

    select
        *,
        {{ normal_two_sided_p('z') }} as p_value

    from scaled

),

judged as (

    select
        *,
        case
            when p_value is not null then least(1, p_value * count(p_value) over (partition by 1))
        end as adjusted_p_value

    from tested

),

verdicts as (

    select
        *,
        case
            when not is_reached then 'too_few_customers'
            when
                difference_low > 0
                and adjusted_p_value <= {{ var('false_discovery_rate') }}
                then 'group'
            else 'no_group'
        end as verdict

    from judged

),

-- Without evidence a size or a difference is not shown: readers would take it as a finding.
shown as (

    select
        sensitivity,
        verdict,
        examined_count,
        case when verdict = 'group' then group_count end as customer_count,
        {%- for column in ['group_value', 'others_value'] %}
        case when verdict = 'group' then {{ column }} end as {{ column }},
        {%- endfor %}
        {%- for side in ['low', 'high'] %}
        case when verdict = 'group' then 100 * difference_{{ side }} end as difference_{{ side }},
        {%- endfor %}
        p_value,
        adjusted_p_value,
        {%- for column in ['group_value', 'others_value'] %}
        cast(cast(floor({{ column }} + 0.5) as bigint) as string) as {{ column }}_text,
        {%- endfor %}
        {%- for word in words.price %}
        case sensitivity
            {%- for sensitivity in words %}
            when '{{ sensitivity }}' then '{{ words[sensitivity][word] }}'
            {%- endfor %}
        end as {{ word }},
        {%- endfor %}
        cast(examined_count as string) as examined_text,
        cast(group_count as string) as group_text

    from verdicts

),

told as (

    select
        sensitivity,
        verdict,
        cast(examined_count as bigint) as examined_count,
        cast(customer_count as bigint) as customer_count,
        {{ ratio('customer_count', 'examined_count') }} as customer_share,
        group_value,
        others_value,
        (difference_low + difference_high) * 0.5 as difference_points,
        difference_low as difference_points_low,
        difference_high as difference_points_high,
        p_value,
        adjusted_p_value,
        {{- message_columns(sentences) }}

    from shown

)

select * from told
