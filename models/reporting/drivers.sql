-- sqlfluff:exclude_rules:ST06,RF02,RF03,AM04,RF04,LT02
-- depends_on: {{ ref('int_driver_products_summed') }}
-- SQL sums the products of all drivers. Python divides R-squared among them
-- (python_hooks/fits/drivers.py).
{%- set names = driver_names() %}
{%- set sums = [] %}
{%- for first, second in driver_products() %}
    {%- do sums.append('sum_' ~ first ~ '_' ~ second) %}
{%- endfor %}
{%- set driver_labels = [
    ('first_response_hours', 'Hours to the first reply', '首次响应小时数'),
    ('resolution_hours', 'Hours to the solution', '解决小时数'),
    ('reopen_count', 'Reopened tickets', '重新打开次数'),
    ('escalation_count', 'Escalations', '升级次数'),
    ('agent_reply_count', 'Replies of agents', '客服回复次数'),
    ('came_back', 'Customer came back about the same', '客户就同一问题再次联系'),
    ('agent_is_trained', 'Agent was trained before', '客服已受培训'),
    ('delivery_delay_days', 'Days of delivery after the promise', '晚于承诺的送达天数'),
    ('queue_minutes', 'Queue minutes of the store', '门店排队分钟数'),
    ('refund_share', 'Share refunded', '退款比例'),
    ('discount_share', 'Share discounted', '折扣比例'),
    ('promotion_used', 'Promotion used', '使用了促销'),
    ('ticket_count', 'Tickets', '工单数'),
    ('complaint_count', 'Complaints', '投诉数'),
    ('slow_reply_count', 'Slow first replies', '首次响应过慢次数'),
    ('late_delivery_count', 'Late deliveries', '迟到配送数'),
    ('refund_count', 'Refunds', '退款次数'),
    ('purchase_count', 'Purchases', '购买次数'),
    ('channel', 'Channel', '渠道'),
] %}
with

shared as (

    select answer.* from (
        {{ python_rows(
            'share_drivers',
            {'drivers': names, 'minimum_cases': var('driver_minimum_cases')},
            {
                'products': {
                    'relation': ref('int_driver_products_summed') ~ '',
                    'columns': ['target', 'customer_group', 'channel'] + sums,
                },
            },
            {
                'target': 'string', 'driver': 'string', 'case_count': 'bigint',
                'driver_count': 'bigint', 'r_squared': 'double', 'share': 'double',
                'share_low': 'double', 'share_high': 'double', 'slope': 'double',
                'driver_mean': 'double', 'target_mean': 'double', 'missing_share': 'double',
                'left_out_reason': 'string',
            },
        ) }}
    ) as answer

),

judged as (
    {% for kind, drivers in names.items() %}
    {%- set outer = loop %}
    {%- for driver in drivers %}
    {{ 'union all' if not (outer.first and loop.first) }}
    select
        target,
        '{{ driver }}' as driver,
        sum(judged{{ loop.index }}) as judged_count,
        sum(good{{ loop.index }}) as good_count
    from {{ ref('int_driver_products_summed') }}
    where target like '%:{{ kind }}'
    group by target
    {%- endfor %}
    {%- endfor %}
),

measured as (

    select
        shared.*,
        100 * {{ ratio('judged.good_count', 'judged.judged_count') }} as performance_percent

    from shared
    left join judged
        on
            shared.target = judged.target
            and shared.driver = judged.driver

),

compared as (

    select
        *,
        {{ ratio('r_squared', 'driver_count') }} as mean_share,
        {{ ratio(
            'sum(case when share is not null then ' ~ rounded_decimal('performance_percent') ~ ' end)'
            ~ ' over (partition by target)',
            'count(case when share is not null then performance_percent end)'
            ~ ' over (partition by target)'
        ) }} as mean_performance

    from measured

),

placed as (

    select
        *,
        substring(target, 1, position(':' in target) - 1) as metric,
        substring(target, position(':' in target) + 1) as kind,
        case
            when share is null or performance_percent is null then null
            when share >= mean_share and performance_percent < mean_performance then 'fix_first'
            when share >= mean_share then 'keep_up'
            when performance_percent < mean_performance then 'low_priority'
            else 'good_enough'
        end as quadrant,
        case driver
            {%- for name, name_en, name_zh in driver_labels %}
            when '{{ name }}' then '{{ name_en }}'
            {%- endfor %}
        end as label,
        case driver
            {%- for name, name_en, name_zh in driver_labels %}
            when '{{ name }}' then '{{ name_zh }}'
            {%- endfor %}
        end as label_zh

    from compared

),

told as (

    select
        metric,
        kind,
        driver,
        case_count,
        r_squared,
        {{ without_negative_zero('share') }} as share,
        {{ without_negative_zero('share_low') }} as share_low,
        {{ without_negative_zero('share_high') }} as share_high,
        {{ without_negative_zero('slope') }} as slope_points,
        {{ without_negative_zero('driver_mean') }} as driver_mean,
        {{ without_negative_zero('target_mean') }} as target_mean_points,
        {{ without_negative_zero('missing_share') }} as missing_share,
        performance_percent,
        quadrant,
        left_out_reason,
        label,
        label_zh,
        case
            when left_out_reason is null
                then
                    'Related to the score. This does not show a cause.'
            when left_out_reason = 'too_few_cases'
                then
                    'Too few cases: fewer than {{ var('driver_minimum_cases') }}.'
            when left_out_reason = 'collinear'
                then
                    'Left out: the other drivers determine it completely (collinear).'
            when left_out_reason = 'constant'
                then
                    'Left out: its value is the same in all cases.'
            when left_out_reason = 'constant_target'
                then
                    'No shares: every case has the same score.'
            else 'Left out: unknown in more than half of the cases.'
        end as message,
        case
            when left_out_reason is null then '与得分相关，但不代表因果关系。'
            when left_out_reason = 'too_few_cases'
                then '样本过少：不足 {{ var('driver_minimum_cases') }} 例。'
            when left_out_reason = 'collinear' then '未纳入：可由其他因素完全推出。'
            when left_out_reason = 'constant' then '未纳入：所有样本取值相同。'
            when left_out_reason = 'constant_target' then '无法分解：所有样本得分相同。'
            else '未纳入：超过一半样本缺失。'
        end as message_zh

    from placed

)

select * from told
