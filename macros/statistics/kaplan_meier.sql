{#- A chain of CTEs instead of an expression, because a curve is a product over time of counts
    over time. At risk at a time are all customers who end or are censored then or later. Ties: a
    customer censored at time t still counts as at risk for an event at t. -#}
{% macro kaplan_meier(counts, groups, time) -%}
at_risk as (

    select
        *,
        sum(event_count + censored_count) over (
            partition by {{ groups | join(', ') }}
            order by {{ time }} desc
            rows between unbounded preceding and current row
        ) as at_risk_count

    from {{ counts }}

),

followed as (

    select
        *,
        sum(
            case
                when event_count > 0 and event_count < at_risk_count
                    then ln(1 - cast(event_count as double) / nullif(at_risk_count, 0))
            end
        ) over so_far as log_survival,
        sum(
            case when event_count > 0 then {{ greenwood_term('event_count', 'at_risk_count') }} end
        ) over so_far as greenwood_sum,
        max(
            case when event_count > 0 and event_count = at_risk_count then 1 else 0 end
        ) over so_far as is_none_left

    from at_risk
    window so_far as (
        partition by {{ groups | join(', ') }}
        order by {{ time }}
        rows between unbounded preceding and current row
    )

),

survived as (

    select
        *,
        case when is_none_left = 1 then 0 else exp(coalesce(log_survival, 0)) end as survival

    from followed

),

bounded as (

    select
        *,
        case when survival > 0 then survival * sqrt(greenwood_sum) end as survival_standard_error,
        {{ log_log_bound('survival', 'greenwood_sum', 'low') }} as survival_low,
        {{ log_log_bound('survival', 'greenwood_sum', 'high') }} as survival_high

    from survived

)
{%- endmacro %}
