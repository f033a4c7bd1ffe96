-- sqlfluff:exclude_rules:ST06,RF02,RF04,LT02
-- NPS, CSAT and CES of the newest days: raw, with customers as clusters, and weighted.
{%- set hidden = var('minimum_event_counts').hidden %}
with

answers as (

    select * from {{ ref('int_survey_answers_weighted') }}

),

-- An anonymous answer counts as a separate customer.
customers as (

    select
        metric,
        coalesce('c' || customer_id, 'a' || event_id) as cluster_key,
        max(case when customer_id is null then 1 else 0 end) as is_anonymous,
        count(*) as answer_count,
        sum(points) as points,
        sum(weight) as weight,
        sum(weight * weight) as weight_square,
        count(case when weight = 0 then 1 end) as left_out_count,
        sum(weight * points) as weighted_points,
        sum(points * points) as point_square,
        max(weight) as largest_weight,
        max(case when is_converged then 1 else 0 end) as is_converged,
        max(largest_gap) as largest_gap,
        min(covered_share) as covered_share

    from answers
    group by metric, coalesce('c' || customer_id, 'a' || event_id)

),

means as (

    select
        metric,
        {{ ratio('sum(points)', 'sum(answer_count)') }} as value,
        {{ ratio('sum(weighted_points)', 'sum(weight)') }} as weighted_value

    from customers
    group by metric

),

summed as (

    select
        customers.metric,
        cast(sum(customers.answer_count) as bigint) as answer_count,
        count(*) as customer_count,
        cast(sum(customers.is_anonymous) as bigint) as anonymous_count,
        count(case when customers.answer_count > 1 then 1 end) as repeating_count,
        max(means.value) as value,
        max(means.weighted_value) as weighted_value,
        cast(sum(customers.left_out_count) as bigint) as left_out_count,
        max(customers.largest_weight) as largest_weight,
        {{ ratio('power(sum(customers.weight), 2)', 'sum(customers.weight_square)') }}
            as effective_count,
        min(customers.is_converged) = 1 as is_converged,
        max(customers.largest_gap) as largest_gap,
        min(customers.covered_share) as covered_share,
        -- The variance of the mean if every answer came from a different customer.
        {{ ratio(
            'sum(customers.point_square) - power(max(means.value), 2)'
            ~ ' * sum(customers.answer_count)',
            'power(sum(customers.answer_count), 2)'
        ) }} as independent_variance,
        {{ ratio(
            'sum(power(customers.points - means.value * customers.answer_count, 2)) * count(*)',
            'power(sum(customers.answer_count), 2) * (count(*) - 1)'
        ) }} as cluster_variance,
        {{ ratio(
            'sum(power('
            ~ 'customers.weighted_points - means.weighted_value * customers.weight, 2)) * count(*)',
            'power(sum(customers.weight), 2) * (count(*) - 1)'
        ) }} as weighted_variance

    from customers
    inner join means
        on customers.metric = means.metric
    group by customers.metric

),

invited as (

    select
        survey_metric as metric,
        count(*) as invitation_count,
        count(case when not is_delivered then 1 end) as bounced_count,
        count(case when is_delivered and is_opened then 1 end) as opened_count,
        count(case when is_delivered and is_responded then 1 end) as responded_count

    from {{ ref('fct_survey_invitations') }} as invitations
    cross join {{ ref('int_as_of') }} as as_of
    where
        invitations.is_window_closed
        and {{ is_in_newest_days('invitations.sent_at') }}
    group by survey_metric

),

bounded as (

    select
        summed.*,
        catalogue.label_en,
        catalogue.label_zh,
        catalogue.unit,
        summed.answer_count < {{ hidden }} as is_suppressed,
        {{ ratio('summed.cluster_variance', 'summed.independent_variance') }} as design_effect,
        {{ student_t_critical_95('summed.customer_count - 1') }}
        * sqrt(summed.cluster_variance) as half_width,
        {{ student_t_critical_95('summed.customer_count - 1') }}
        * sqrt(summed.weighted_variance) as weighted_half_width,
        coalesce(invited.invitation_count, 0) as invitation_count,
        coalesce(invited.bounced_count, 0) as bounced_count,
        coalesce(invited.opened_count, 0) as opened_count,
        coalesce(invited.responded_count, 0) as responded_count

    from summed
    inner join {{ ref('metric_catalogue') }} as catalogue
        on summed.metric = catalogue.metric
    left join invited
        on summed.metric = invited.metric

),

-- Rounded, so that the result does not depend on the row order.
shown as (

    select
        *,
        {%- for name, text in [
            ('raw_value', 'value'),
            ('raw_low', 'value - half_width'),
            ('raw_high', 'value + half_width'),
            ('raked_value', 'weighted_value'),
            ('raked_low', 'weighted_value - weighted_half_width'),
            ('raked_high', 'weighted_value + weighted_half_width'),
            ('answers_of_equal_worth', 'effective_count'),
            ('clustering', 'design_effect'),
        ] %}
        case
            when not is_suppressed
                then {{ without_negative_zero('round(' ~ text ~ ', 9)') }}
        end as {{ name }},
        {%- endfor %}
        case unit when 'share' then ' %' else '' end as unit_en,
        case unit when 'share' then '%' else '' end as unit_zh

    from bounded

),

told as (

    select
        metric,
        label_en as label,
        label_zh,
        unit,
        invitation_count,
        bounced_count,
        opened_count,
        responded_count,
        {{ ratio('responded_count', 'invitation_count - bounced_count') }} as response_rate,
        answer_count,
        customer_count,
        anonymous_count,
        repeating_count,
        is_suppressed,
        raw_value,
        raw_low,
        raw_high,
        clustering as design_effect,
        raked_value,
        raked_low,
        raked_high,
        left_out_count,
        answers_of_equal_worth as effective_count,
        round(largest_weight, 9) as largest_weight,
        is_converged,
        round(largest_gap, 9) as largest_gap,
        round(covered_share, 9) as covered_share,
        case
            when is_suppressed
                then 'Too few answers (' || cast(answer_count as string) || ') to show a value.'
            else
                {{ shown_number('raw_value', 'unit') }} || unit_en || ' of '
                || cast(answer_count as string) || ' answers. Weighted to the customer base: '
                || {{ shown_number('raked_value', 'unit') }} || unit_en || ', worth '
                || cast(cast(floor(answers_of_equal_worth + 0.5) as bigint) as string)
                || ' equal answers.'
                || case
                    when left_out_count > 0
                        then
                            ' It leaves out ' || cast(left_out_count as string)
                            || ' answer(s), anonymous or of groups that the base does not have.'
                    else ''
                end
                || case
                    when is_converged then ''
                    else
                        ' The weights did not converge: shares of the customer base are'
                        || ' still off by up to '
                        || {{ shown_number('largest_gap', "'share'") }} || ' points.'
                end
                || case
                    when covered_share < 0.95
                        then
                            ' ' || {{ shown_number('1 - covered_share', "'share'") }}
                            || ' % of the customer base is in groups without any answer.'
                    else ''
                end
        end as message,
        case
            when is_suppressed
                then '答复太少（' || cast(answer_count as string) || ' 份），不显示数值。'
            else
                cast(answer_count as string) || ' 份答复为 '
                || {{ shown_number('raw_value', 'unit') }} || unit_zh || '；按客户总体加权后为 '
                || {{ shown_number('raked_value', 'unit') }} || unit_zh || '，相当于 '
                || cast(cast(floor(answers_of_equal_worth + 0.5) as bigint) as string)
                || ' 份等权答复。'
                || case
                    when left_out_count > 0
                        then
                            '其中不含 ' || cast(left_out_count as string)
                            || ' 份匿名或所属群体不在客户总体中的答复。'
                    else ''
                end
                || case
                    when is_converged then ''
                    else
                        '加权未收敛：与客户总体的占比最多仍差 '
                        || {{ shown_number('largest_gap', "'share'") }} || ' 个百分点。'
                end
                || case
                    when covered_share < 0.95
                        then
                            '客户总体中 ' || {{ shown_number('1 - covered_share', "'share'") }}
                            || '% 的群体无人作答。'
                    else ''
                end
        end as message_zh

    from shown

)

select * from told
order by metric
