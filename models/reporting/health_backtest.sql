-- sqlfluff:exclude_rules:ST05,ST06,RF02,AM04,RF04,AL04,LT02
-- How well each ranking of customers by risk would have predicted churn. Every score uses only what
-- was known at that time, so all later outcomes are out-of-sample. The area under the ROC curve
-- (AUC) counts a tie as one half. Its interval, and that of the difference from recency, takes
-- repeated customers as clusters (Obuchowski 1997). Customers with and without a contract have
-- models of their own: they are judged together (all) and apart.
{%- set scores = {
    'model': ['Fitted model', '拟合模型'],
    'points': ['Points', '评分卡'],
    'recency': ['Days since the last activity', '距最近活动的天数'],
    'random': ['Random order', '随机排序'],
} %}
with

scored as (

    select * from {{ ref('fct_customer_health') }}
    -- Who has given notice is known to leave, and whose contract has ended has left: nothing was to
    -- predict.
    where
        is_churned is not null
        and {{ is_predictable('customer_group') }}

),

grouped_customers as (

    select
        *,
        'all' as judged_group

    from scored
    union all
    select
        *,
        customer_group as judged_group

    from scored

),

judged as (

    select
        *,
        case when is_churned then 1 else 0 end as churned,
        count(churn_probability) over (partition by judged_group) as model_count

    from grouped_customers

),

compared as (

    -- All rankings use the same customer-months; without a model all customer-months.
    select * from judged
    where
        churn_probability is not null
        or model_count = 0

),

risks as (
    {% for score, risk in {
        'model': 'churn_probability',
        'points': '-health_score_points',
        'recency': 'recency_days',
        'random': '0',
    }.items() %}
    select
        judged_group,
        '{{ score }}' as score,
        customer_id,
        cast({{ risk }} as decimal(18, 4)) as risk,
        churned,
        month_start

    from compared
    where {{ risk }} is not null
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

grouped as (

    select
        judged_group,
        score,
        risk,
        cast(sum(churned) as bigint) as churned_count,
        cast(count(*) - sum(churned) as bigint) as kept_count,
        cast(count(*) as bigint) as customer_month_count

    from risks
    group by judged_group, score, risk

),

ranked as (

    select
        *,
        sum(churned_count) over (partition by judged_group, score) as all_churned_count,
        sum(kept_count) over (partition by judged_group, score) as all_kept_count,
        -- Twice the number of customers with a lower or higher risk; equal risks count half.
        2 * (sum(kept_count) over rising) - kept_count as kept_below_twice,
        2 * (sum(churned_count) over (partition by judged_group, score))
        - 2 * (sum(churned_count) over rising)
        + churned_count as churned_above_twice,
        sum(customer_month_count) over (partition by judged_group, score)
        - sum(customer_month_count) over rising as riskier_count,
        {{ ratio('sum(customer_month_count) over (partition by judged_group, score)', '10') }}
            as decile_count

    from grouped
    window rising as (partition by judged_group, score order by risk)

),

totals as (

    select
        judged_group,
        score,
        max(all_churned_count) as churned_count,
        max(all_kept_count) as kept_count,
        {{ ratio(
            'sum(churned_count * kept_below_twice)',
            'max(2 * all_churned_count * all_kept_count)'
        ) }} as auc,
        -- Customers with the same risk at the edge of a decile count with a fraction.
        sum(
            case
                when riskier_count + customer_month_count <= decile_count then churned_count
                else 0
            end
        )
        + coalesce(max(
            case
                when
                    riskier_count < decile_count
                    and riskier_count + customer_month_count > decile_count
                    then churned_count
                        * {{ ratio('decile_count - riskier_count', 'customer_month_count') }}
            end
        ), 0) as top_decile_churned_count,
        max(decile_count) as top_decile_count

    from ranked
    group by judged_group, score

),

placed as (

    -- For each customer: the share of kept months that rank below each churned month, and of
    -- churned months that rank above each kept one. In whole numbers first.
    select
        risks.judged_group,
        risks.score,
        risks.customer_id,
        sum(risks.churned) as churned_count,
        sum(1 - risks.churned) as kept_count,
        {{ ratio(
            'sum(risks.churned * ranked.kept_below_twice)', 'max(2 * ranked.all_kept_count)'
        ) }} as churned_placement,
        {{ ratio(
            'sum((1 - risks.churned) * ranked.churned_above_twice)',
            'max(2 * ranked.all_churned_count)'
        ) }} as kept_placement

    from risks
    inner join ranked
        on
            risks.judged_group = ranked.judged_group
            and risks.score = ranked.score
            and risks.risk = ranked.risk
    group by risks.judged_group, risks.score, risks.customer_id

),

deviations as (

    -- Each ranking alone, then minus recency on the same customers.
    {%- for kind in ['value', 'difference'] %}
    select
        placed.judged_group,
        placed.score,
        '{{ kind }}' as kind,
        totals.churned_count,
        totals.kept_count,
        {%- for outcome in ['churned', 'kept'] %}
        placed.{{ outcome }}_placement - placed.{{ outcome }}_count * totals.auc
        {%- if kind == 'difference' %}
        - (
            recency.{{ outcome }}_placement - placed.{{ outcome }}_count * recency_totals.auc
        )
        {%- endif %} as {{ outcome }}_deviation,
        placed.{{ outcome }}_count as customer_{{ outcome }}_count,
        {%- endfor %}
        totals.auc {{ '- recency_totals.auc' if kind == 'difference' }} as estimate

    from placed
    inner join totals
        on
            placed.judged_group = totals.judged_group
            and placed.score = totals.score
    {%- if kind == 'difference' %}
    inner join placed as recency
        on
            placed.judged_group = recency.judged_group
            and placed.customer_id = recency.customer_id
            and recency.score = 'recency'
    inner join totals as recency_totals
        on
            recency.judged_group = recency_totals.judged_group
            and recency.score = recency_totals.score
    where placed.score <> 'recency'
    {%- endif %}
    {% if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

summed as (

    select
        judged_group,
        score,
        kind,
        max(estimate) as estimate,
        cast(max(churned_count) as double) as churned_count,
        cast(max(kept_count) as double) as kept_count,
        cast(count(*) as double) as customer_count,
        cast(count(case when customer_churned_count > 0 then 1 end) as double)
            as churned_customer_count,
        cast(count(case when customer_kept_count > 0 then 1 end) as double)
            as kept_customer_count,
        -- Decimals, because sums of doubles depend on the row order.
        sum(cast(churned_deviation * churned_deviation as decimal(28, 12))) as churned_squares,
        sum(cast(kept_deviation * kept_deviation as decimal(28, 12))) as kept_squares,
        sum(cast(churned_deviation * kept_deviation as decimal(28, 12))) as products

    from deviations
    group by judged_group, score, kind

),

varied as (

    select
        judged_group,
        score,
        kind,
        estimate,
        {{ ratio(
            'churned_customer_count * churned_squares',
            '(churned_customer_count - 1) * churned_count * churned_count'
        ) }}
        + {{ ratio(
            'kept_customer_count * kept_squares',
            '(kept_customer_count - 1) * kept_count * kept_count'
        ) }}
        + {{ ratio(
            '2 * customer_count * products',
            '(customer_count - 1) * churned_count * kept_count'
        ) }} as variance

    from summed

),

-- greatest and least ignore nulls: an unknown variance must not become 0.
bounded as (

    select
        judged_group,
        score,
        kind,
        estimate,
        case
            when estimate is not null and variance is not null
                then {{ z_95() }} * sqrt(greatest(variance, 0))
        end as margin

    from varied

),

intervals as (

    select
        judged_group,
        score,
        max(case when kind = 'value' then customer_count end) as customer_count

    from summed
    group by judged_group, score

),

probabilities as (

    select
        judged_group,
        score,
        {{ ratio('sum(miss * miss)', 'count(*)') }} as brier_score

    from (
        {%- for score, probability in {
            'model': 'churn_probability', 'recency': 'recency_churn_probability',
        }.items() %}
        -- A narrow type, so that its exact square fits a decimal.
        select
            judged_group,
            '{{ score }}' as score,
            cast({{ probability }} - churned as decimal(8, 4)) as miss

        from compared
        where {{ probability }} is not null
        {%- if not loop.last %}
        union all
        {%- endif %}
        {%- endfor %}
    ) as misses
    group by judged_group, score

),

-- The warnings with a known outcome, on the same customer-months as the model. Without a model: the
-- warnings of the points.
warnings as (

    select
        judged_group,
        case when max(model_count) > 0 then 'model' else 'points' end as score,
        cast(count(*) as bigint) as warned_count,
        {{ ratio('sum(churned)', 'count(*)') }} as warned_churn_rate

    from compared
    where is_warned
    group by judged_group

),

spans as (

    select
        judged_group,
        score,
        min(month_start) as first_month_start,
        max(month_start) as last_month_start

    from risks
    group by judged_group, score

),

joined as (

    select
        totals.judged_group,
        totals.score,
        spans.first_month_start,
        spans.last_month_start,
        cast(totals.churned_count + totals.kept_count as bigint) as customer_month_count,
        cast(intervals.customer_count as bigint) as customer_count,
        cast(totals.churned_count as bigint) as churned_count,
        {{ ratio('totals.churned_count', 'totals.churned_count + totals.kept_count') }}
            as churn_rate,
        totals.auc,
        case when own.margin is not null then greatest(totals.auc - own.margin, 0) end as auc_low,
        case when own.margin is not null then least(totals.auc + own.margin, 1) end as auc_high,
        beyond.estimate as auc_beyond_recency,
        beyond.estimate - beyond.margin as auc_beyond_recency_low,
        beyond.estimate + beyond.margin as auc_beyond_recency_high,
        -- Rounding alone beats nothing.
        beyond.estimate - beyond.margin > 1e-9 as is_better_than_recency,
        probabilities.brier_score,
        warnings.warned_count,
        warnings.warned_churn_rate,
        {{ ratio('totals.top_decile_churned_count', 'totals.top_decile_count') }}
            as top_decile_churn_rate,
        {{ ratio(
            'recency_totals.top_decile_churned_count', 'recency_totals.top_decile_count'
        ) }} as recency_top_decile_churn_rate

    from totals
    inner join spans
        on
            totals.judged_group = spans.judged_group
            and totals.score = spans.score
    inner join intervals
        on
            totals.judged_group = intervals.judged_group
            and totals.score = intervals.score
    inner join bounded as own
        on
            totals.judged_group = own.judged_group
            and totals.score = own.score
            and own.kind = 'value'
    left join bounded as beyond
        on
            totals.judged_group = beyond.judged_group
            and totals.score = beyond.score
            and beyond.kind = 'difference'
    left join probabilities
        on
            totals.judged_group = probabilities.judged_group
            and totals.score = probabilities.score
    left join warnings
        on
            totals.judged_group = warnings.judged_group
            and totals.score = warnings.score
    left join totals as recency_totals
        on
            totals.judged_group = recency_totals.judged_group
            and recency_totals.score = 'recency'

),

described as (

    select
        judged_group as customer_group,
        judged_group = 'all'
        or sum(case when score = 'model' then 1 else 0 end) over () > 2 as is_distinct_group,
        score,
        case score
            {%- for score, labels in scores.items() %}
            when '{{ score }}' then '{{ labels[0] }}'
            {%- endfor %}
        end as label_en,
        case score
            {%- for score, labels in scores.items() %}
            when '{{ score }}' then '{{ labels[1] }}'
            {%- endfor %}
        end as label_zh,
        first_month_start,
        last_month_start,
        customer_month_count,
        customer_count,
        churned_count,
        churn_rate,
        warned_count,
        warned_churn_rate,
        {{ ratio('warned_churn_rate', 'churn_rate') }} as warned_lift,
        auc,
        auc_low,
        auc_high,
        auc_beyond_recency,
        auc_beyond_recency_low,
        auc_beyond_recency_high,
        is_better_than_recency,
        brier_score,
        -- The Brier score of the baseline that gives every customer the churn rate.
        case
            when brier_score is not null then churn_rate * (1 - churn_rate)
        end as brier_score_of_churn_rate,
        top_decile_churn_rate,
        {{ ratio('top_decile_churn_rate', 'churn_rate') }} as lift_over_random,
        {{ ratio('top_decile_churn_rate', 'recency_top_decile_churn_rate') }} as lift_over_recency

    from joined

)

select * from described
