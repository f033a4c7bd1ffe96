-- Which fits were tried, what they found, and in words why one is not used.
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
        case
            when fits.is_used and fits.dropout_spread = 0
                then 'The fit is used, with the same chance to leave for all its customers.'
            when fits.is_used and fits.value_spread = 0
                then 'The fit is used, with the same mean value for all its customers.'
            when fits.is_used then 'The fit is used.'
            else
                case
                    when fits.reason = 'too_few_customers'
                        then 'There are fewer customers than clv_minimum_customers asks for'
                    when fits.reason = 'too_few_repeat_customers'
                        then 'Fewer customers bought again than clv_minimum_customers asks for'
                    when fits.reason = 'not_converged' then 'The search found no maximum'
                    when fits.reason = 'not_determined'
                        then 'The data hardly determine a parameter'
                    when fits.reason = 'infinite_mean'
                        then 'The mean value of a purchase would be infinite (q is not above 1)'
                    when fits.reason = 'pooled_fits_as_well'
                        then 'The segment does not differ enough from all customers'
                    when fits.reason like 'on_bound:%'
                        then 'A parameter ended on its bound (' || substring(fits.reason, 10) || ')'
                end
                || case
                    when fits.segment = 'all' then ': nothing is predicted.'
                    else ': the fit of all customers stands for it.'
                end
        end as verdict,
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
