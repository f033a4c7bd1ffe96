-- sqlfluff:exclude_rules:LT02
-- The share of customers who renew once, twice and so on: the observed one, and the projection of
-- the sBG model, also for renewals that no customer has reached yet.
{%- set same_chance = [
    'The fit is used. It gives all its customers the same chance to leave.',
    '采用该拟合，所有客户的流失概率相同。',
] %}
{%- set used = ['The fit is used.', '采用该拟合。'] %}
{%- set reasons = {
    'too_few_customers': [
        'Fewer customers than the variable contract_fit_minimum_customers requires: no projection.',
        '客户数少于 contract_fit_minimum_customers 的要求：不作预测。',
    ],
    'too_few_lost_customers': [
        'Fewer left than the variable contract_fit_minimum_customers requires: no projection.',
        '流失客户数少于 contract_fit_minimum_customers 的要求：不作预测。',
    ],
    'not_converged': [
        'The maximum likelihood search did not converge: no projection.',
        '最大似然估计未收敛：不作预测。',
    ],
    'not_determined': [
        'The data do not determine a parameter: no projection.', '数据不足以确定某个参数：不作预测。',
    ],
} %}
{%- set on_bound = [
    'A parameter reached its bound: no projection.', '某个参数停在边界上：不作预测。',
] %}
with

terms as (

    select * from {{ ref('int_contract_terms_counted') }}

),

fits as (

    select * from {{ ref('int_contract_lives_fitted') }}

),

numbers as (

    select cast(numbers.term_number as integer) as term_number
    from {{ constant_rows(
        'term_number',
        range(1, var('contract_projection_terms') + 1) | map('string') | list
    ) }} as numbers

),

placed as (

    select
        fits.segment as plan,
        fits.customer_count,
        fits.churn_mean,
        fits.churn_spread,
        fits.alpha,
        fits.beta,
        fits.is_used,
        fits.reason,
        numbers.term_number,
        coalesce(terms.lost_count, 0) as event_count,
        coalesce(terms.kept_count, 0) as censored_count

    from fits
    cross join numbers
    left join terms
        on
            fits.segment = terms.plan
            and numbers.term_number = terms.term_number

),

{{ kaplan_meier('placed', ['plan'], 'term_number') }},

-- S(t) = S(t - 1) * (beta + t - 1) / (alpha + beta + t - 1), their equation 7. Both sides of the
-- fraction are divided by alpha + beta + 1, so that it also holds if all customers have the same
-- chance.
projected as (

    select
        *,
        exp(
            sum(
                ln({{ ratio(
                    '(1 - churn_mean) * (1 - churn_spread) + churn_spread * (term_number - 1)',
                    '1 - churn_spread + churn_spread * (term_number - 1)'
                ) }})
            ) over (
                partition by plan
                order by term_number
                rows between unbounded preceding and current row
            )
        ) as projected_survival,
        customer_count < {{ var('minimum_event_counts').hidden }} as is_suppressed

    from bounded

),

described as (

    select
        plan,
        term_number,
        cast(customer_count as bigint) as customer_count,
        cast(at_risk_count as bigint) as at_risk_count,
        cast(event_count as bigint) as lost_count,
        is_suppressed,
        {%- for column in ['survival', 'survival_low', 'survival_high'] %}
        cast(
            case when at_risk_count > 0 and not is_suppressed then {{ column }} end as double
        ) as {{ column }},
        {%- endfor %}
        cast(
            case when is_used and not is_suppressed then projected_survival end as double
        ) as projected_survival,
        cast(churn_mean as double) as churn_mean,
        cast(churn_spread as double) as churn_spread,
        cast(alpha as double) as alpha,
        cast(beta as double) as beta,
        {%- for column in ['verdict', 'verdict_zh'] %}
        {%- set place = loop.index0 %}
        case
            when is_used and churn_spread = 0 then '{{ same_chance[place] }}'
            when is_used then '{{ used[place] }}'
            {%- for reason, texts in reasons.items() %}
            when reason = '{{ reason }}' then '{{ texts[place] }}'
            {%- endfor %}
            else '{{ on_bound[place] }}'
        end as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}

    from projected

)

select * from described
