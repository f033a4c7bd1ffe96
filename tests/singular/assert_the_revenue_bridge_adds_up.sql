-- A bridge that misses its closing amount, or begins elsewhere than the last one ended, hides a
-- loss. Gross and net revenue retention must give the same amounts.
with

bridge as (

    select
        *,
        lag(closing_amount) over (order by month_start) as previous_closing_amount,
        lag({{ month_number('month_start') }}) over (order by month_start) as previous_month_number

    from {{ ref('revenue_bridge') }}

),

metrics as (

    select
        cast({{ local_time('occurred_at') }} as date) as month_start,
        sum(denominator) as opening_amount,
        sum(numerator) as kept_amount

    from {{ ref('metric_gross_revenue_retention') }}
    group by cast({{ local_time('occurred_at') }} as date)

)

select
    bridge.month_start,
    bridge.opening_amount,
    bridge.closing_amount,
    bridge.previous_closing_amount,
    metrics.opening_amount as metric_opening_amount,
    metrics.kept_amount as metric_kept_amount
from bridge
left join metrics
    on bridge.month_start = metrics.month_start
where
    bridge.opening_amount + bridge.new_amount + bridge.expansion_amount + bridge.contraction_amount
    + bridge.churn_amount + bridge.reactivation_amount <> bridge.closing_amount
    or bridge.opening_amount <> case
        when {{ month_number('bridge.month_start') }} = bridge.previous_month_number + 1
            -- Null if all amounts of a month are unknown.
            then bridge.previous_closing_amount + bridge.revaluation_amount
        else 0
    end
    -- If all amounts are in the base currency, only customers can change an amount.
    or (
        bridge.revaluation_amount <> 0
        and not exists (
            select 1 from {{ ref('fct_contracts') }} as contracts
            where contracts.currency <> '{{ base_currency() }}'
        )
    )
    or coalesce(bridge.opening_amount, 0) <> coalesce(metrics.opening_amount, 0)
    or bridge.opening_amount + bridge.contraction_amount + bridge.churn_amount
    <> coalesce(metrics.kept_amount, 0)
