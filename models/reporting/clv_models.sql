-- The fits that were tried, their parameters, and the reason if a fit is not used.
{%- set same_dropout = [
    'The fit is used. It gives all its customers the same chance to leave.',
    '采用该拟合，所有客户的流失概率相同。',
] %}
{%- set same_value = [
    'The fit is used. It gives all its customers the same mean value.',
    '采用该拟合，所有客户的平均消费金额相同。',
] %}
{%- set used = ['The fit is used.', '采用该拟合。'] %}
{%- set reasons = {
    'too_few_customers': [
        'There are fewer customers than the variable clv_minimum_customers requires',
        '客户数少于 clv_minimum_customers 的要求',
    ],
    'too_few_repeat_customers': [
        'Fewer customers bought again than the variable clv_minimum_customers requires',
        '复购客户数少于 clv_minimum_customers 的要求',
    ],
    'not_converged': ['The maximum likelihood search did not converge', '最大似然估计未收敛'],
    'not_determined': ['The data do not determine a parameter', '数据不足以确定某个参数'],
    'infinite_mean': [
        'The mean value of a purchase would be infinite (q is not above 1)',
        '平均消费金额会是无穷大（q 不大于 1）',
    ],
    'pooled_fits_as_well': [
        'The segment does not differ enough from all customers', '该客群与全体客户差异不够大',
    ],
} %}
{%- set on_bound = ['A parameter reached its bound (', '某个参数停在边界上（'] %}
{%- set bound_end = [')', '）'] %}
{%- set nothing = [': there is no prediction.', '：不作预测。'] %}
{%- set stands_for = [
    ': the fit of all customers is used instead.', '：以全体客户的拟合代替。',
] %}
with

purchase_models as (

    select * from {{ ref('int_purchase_models_fitted') }}

),

value_models as (

    select * from {{ ref('int_value_models_fitted') }}

),

periods as (

    select * from {{ ref('int_purchase_periods_bounded') }}

),

fits as (

    select
        fit_period,
        segment,
        'purchases' as model,
        customer_count,
        repeat_customer_count,
        log_likelihood,
        is_used,
        reason,
        r,
        alpha,
        dropout_mean,
        dropout_spread,
        a,
        b,
        cast(null as double) as p,
        cast(null as double) as value_mean,
        cast(null as double) as value_spread,
        cast(null as double) as q,
        cast(null as double) as gamma

    from purchase_models

    union all

    select
        fit_period,
        segment,
        'value' as model,
        customer_count,
        repeat_customer_count,
        log_likelihood,
        is_used,
        reason,
        cast(null as double) as r,
        cast(null as double) as alpha,
        cast(null as double) as dropout_mean,
        cast(null as double) as dropout_spread,
        cast(null as double) as a,
        cast(null as double) as b,
        p,
        value_mean,
        value_spread,
        q,
        gamma

    from value_models

),

described as (

    select
        fits.fit_period,
        fits.model,
        fits.segment,
        periods.period_end_on,
        fits.customer_count,
        fits.repeat_customer_count,
        fits.is_used,
        {%- for column in ['verdict', 'verdict_zh'] %}
        {%- set place = loop.index0 %}
        case
            when fits.is_used and fits.dropout_spread = 0 then '{{ same_dropout[place] }}'
            when fits.is_used and fits.value_spread = 0 then '{{ same_value[place] }}'
            when fits.is_used then '{{ used[place] }}'
            else
                case
                    {%- for reason, texts in reasons.items() %}
                    when fits.reason = '{{ reason }}' then '{{ texts[place] }}'
                    {%- endfor %}
                    when fits.reason like 'on_bound:%'
                        then
                            '{{ on_bound[place] }}' || substring(fits.reason, 10)
                            || '{{ bound_end[place] }}'
                end
                || case
                    when fits.segment = 'all' then '{{ nothing[place] }}'
                    else '{{ stands_for[place] }}'
                end
        end as {{ column }},
        {%- endfor %}
        fits.log_likelihood,
        fits.r,
        fits.alpha,
        fits.dropout_mean,
        fits.dropout_spread,
        fits.a,
        fits.b,
        fits.p,
        fits.value_mean,
        fits.value_spread,
        fits.q,
        fits.gamma

    from fits
    inner join periods
        on fits.fit_period = periods.fit_period

)

select * from described
