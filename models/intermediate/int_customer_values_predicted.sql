-- The expected purchases and value of each customer, at the end of each fit period. Without a
-- usable fit there is no row. Without a usable value model there is no value.
with

histories as (

    select * from {{ ref('int_purchase_histories_observed') }}

),

purchase_models as (

    select * from {{ ref('int_purchase_models_fitted') }}
    where is_used

),

value_models as (

    select * from {{ ref('int_value_models_fitted') }}
    where is_used

),

-- Deleted customers have no prediction. Their history stays in the fits.
deleted as (

    select customer_id from {{ ref('int_customers_known') }}
    where is_deleted

),

expected as (

    select
        fit_period,
        segment,
        repeat_purchase_count,
        age_days,
        {% for months in clv_horizons_months() -%}
        max(case when horizon = '{{ months }}_months' then expected_purchases end)
            as expected_purchases_{{ months }}_months,
        max(case when horizon = '{{ months }}_months' then discounted_purchases end)
            as discounted_purchases_{{ months }}_months,
        {% endfor -%}
        max(case when horizon = 'holdout' then expected_purchases end) as expected_purchases_holdout

    from {{ ref('int_purchases_expected') }}
    group by fit_period, segment, repeat_purchase_count, age_days

),

-- The fit of the segment if it has one, else the fit of all customers.
matched as (

    select
        histories.*,
        purchase_models.segment as purchase_model_segment,
        purchase_models.r,
        purchase_models.alpha,
        purchase_models.dropout_mean,
        purchase_models.dropout_spread,
        value_models.segment as value_model_segment,
        value_models.p,
        value_models.value_mean,
        value_models.value_spread

    from histories
    left join purchase_models as own_purchase_model
        on
            histories.fit_period = own_purchase_model.fit_period
            and histories.segment = own_purchase_model.segment
    inner join purchase_models
        on
            histories.fit_period = purchase_models.fit_period
            and coalesce(own_purchase_model.segment, 'all') = purchase_models.segment
    left join value_models as own_value_model
        on
            histories.fit_period = own_value_model.fit_period
            and histories.segment = own_value_model.segment
    left join value_models
        on
            histories.fit_period = value_models.fit_period
            and coalesce(own_value_model.segment, 'all') = value_models.segment
    left join deleted
        on
            histories.customer_id = deleted.customer_id
            and histories.fit_period = 'to_date'
    where deleted.customer_id is null

),

-- Fader, Hardie and Lee (2008), Computing P(alive) using the BG/NBD model. The odds of having left
-- begin at a / (b + x - 1), written so that they also hold at a spread of 0. They are limited where
-- their exponential would overflow. The expected value is p (gamma + x m) / (p x + q - 1), written
-- likewise. Its weight on the customer's own mean grows with the number of purchases and with the
-- differences between customers.
alive as (

    select
        *,
        case
            when repeat_purchase_count = 0 then 1.0
            else {{ ratio(
                '1',
                '1 + exp(least(700.0, ln(dropout_mean * (1 - dropout_spread))'
                ~ ' - ln((1 - dropout_mean) * (1 - dropout_spread)'
                ~ ' + dropout_spread * (repeat_purchase_count - 1))'
                ~ ' + (r + repeat_purchase_count) * ('
                ~ 'ln(alpha + cast(age_days as double) / 7.0)'
                ~ ' - ln(alpha + cast(recency_days as double) / 7.0))))'
            ) }}
        end as probability_alive,
        case
            when repeat_purchase_count = 0 then value_mean
            when mean_repeat_value > 0
                then {{ ratio(
                    'value_mean + value_spread * p * repeat_purchase_count * mean_repeat_value',
                    '1 + value_spread * p * repeat_purchase_count'
                ) }}
        end as expected_purchase_value

    from matched

),

predicted as (

    select
        alive.fit_period,
        alive.customer_id,
        alive.segment,
        alive.purchase_model_segment,
        alive.value_model_segment,
        alive.first_purchased_on,
        alive.last_purchased_on,
        alive.repeat_purchase_count,
        alive.net_revenue,
        alive.margin,
        alive.recent_purchase_count,
        alive.recent_net_revenue,
        alive.holdout_purchase_count,
        alive.holdout_net_revenue,
        cast(alive.probability_alive as double) as probability_alive,
        alive.expected_purchase_value,
        {% for months in clv_horizons_months() -%}
        alive.probability_alive * expected.expected_purchases_{{ months }}_months
            as expected_purchases_{{ months }}_months,
        alive.probability_alive * expected.discounted_purchases_{{ months }}_months
        * alive.expected_purchase_value as expected_value_{{ months }}_months,
        {% endfor -%}
        alive.probability_alive * expected.expected_purchases_holdout
            as expected_purchases_holdout

    from alive
    inner join expected
        on
            alive.fit_period = expected.fit_period
            and alive.purchase_model_segment = expected.segment
            and alive.repeat_purchase_count = expected.repeat_purchase_count
            and alive.age_days = expected.age_days

)

select * from predicted
