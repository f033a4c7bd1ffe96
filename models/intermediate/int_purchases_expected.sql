-- Expected purchases need the Gauss hypergeometric function, which SQL lacks. But for a living
-- customer they depend only on the number of purchases and the age of the customer. There are few
-- such pairs, however many customers there are.
{% set models -%}
(
    select
        fitted.fit_period,
        fitted.segment,
        horizons.horizon,
        cast(horizons.horizon_days as double) as horizon_days,
        fitted.r,
        fitted.alpha,
        fitted.dropout_mean,
        fitted.dropout_spread

    from {{ ref('int_purchase_models_fitted') }} as fitted
    inner join (
        select
            fit_period,
            'holdout' as horizon,
            holdout_days as horizon_days
        from {{ ref('int_purchase_periods_bounded') }}
        where fit_period = 'calibration'
        {%- for months in clv_horizons_months() %}
        union all
        select
            'to_date' as fit_period,
            '{{ months }}_months' as horizon,
            {{ months }} * 30.4375 as horizon_days
        {%- endfor %}
    ) as horizons
        on fitted.fit_period = horizons.fit_period
    where fitted.is_used
)
{%- endset -%}
{%- set groups -%}
(
    select
        histories.fit_period,
        coalesce(own.segment, 'all') as segment,
        histories.repeat_purchase_count,
        histories.age_days

    from {{ ref('int_purchase_histories_observed') }} as histories
    left join {{ ref('int_purchase_models_fitted') }} as own
        on
            histories.fit_period = own.fit_period
            and histories.segment = own.segment
            and own.is_used
    group by
        histories.fit_period,
        coalesce(own.segment, 'all'),
        histories.repeat_purchase_count,
        histories.age_days
)
{%- endset -%}
{{ python_rows(
    'expect_purchases',
    {'discount_rate_per_year': var('clv_discount_rate')},
    {
        'models': {
            'relation': models,
            'columns': [
                'fit_period', 'segment', 'horizon', 'horizon_days', 'r', 'alpha', 'dropout_mean',
                'dropout_spread',
            ],
        },
        'groups': {
            'relation': groups,
            'columns': ['fit_period', 'segment', 'repeat_purchase_count', 'age_days'],
        },
    },
    {
        'fit_period': 'string', 'segment': 'string', 'horizon': 'string',
        'repeat_purchase_count': 'bigint', 'age_days': 'bigint', 'expected_purchases': 'double',
        'discounted_purchases': 'double',
    },
) }}
