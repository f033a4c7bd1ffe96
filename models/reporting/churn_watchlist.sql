-- The customers to call: those to whom a rule of next_best_actions applies. The rules use the score
-- of the newest complete month and the customer's situation today. Who bought since then, or began
-- another contract, has no warning. A customer who has cancelled is known to leave and is
-- not on the list. Birthdays do not leave this model: their action looks the same as that of an
-- anniversary.
with

as_of as (

    select * from {{ ref('int_as_of') }}

),

rules as (

    select * from {{ ref('next_best_actions') }}

),

customers as (

    select * from {{ ref('dim_customers') }}
    where not is_deleted

),

months as (

    select
        *,
        row_number() over (partition by customer_id order by month_start desc) as months_back

    from {{ ref('fct_customer_months') }}

),

today as (

    select
        months.*,
        -- The value of today: the row of the month may be weeks old.
        {{ days_between('months.last_active_on', 'as_of.as_of_date') }} as inactive_days

    from months
    cross join as_of
    where months.months_back = 1

),

verdicts as (

    select
        customer_group,
        is_better_than_recency

    from {{ ref('health_backtest') }}
    where score = 'model'

),

past_calls as (

    select
        customer_group,
        call_win_share

    from {{ ref('int_past_calls_compared') }}
    where call_win_share is not null

),

begun as (

    select
        contracts.customer_id,
        max(contracts.starts_on) as last_begun_on

    from {{ ref('fct_contracts') }} as contracts
    cross join as_of
    where
        contracts.has_run
        and contracts.starts_on <= as_of.as_of_date
    group by contracts.customer_id

),

scores as (

    -- A model that was not shown to beat recency gives way to it.
    select
        health.*,
        -- Each day under a contract is an activity, so only a contract that began since counts.
        case
            when health.customer_group = 'contract'
                then coalesce(begun.last_begun_on > health.month_end, false)
            else today.last_active_on > health.month_end
        end as is_active_since,
        case
            when verdicts.is_better_than_recency or health.recency_churn_probability is null
                then health.churn_probability
            else health.recency_churn_probability
        end as used_probability,
        case
            when health.churn_probability is null then null
            when verdicts.is_better_than_recency or health.recency_churn_probability is null
                then 'model'
            else 'recency'
        end as probability_by,
        -- The share of a group counts beside that of all, so that all rows compare.
        case
            when calls_of_all.call_win_share is not null
                then coalesce(calls_of_group.call_win_share, calls_of_all.call_win_share)
        end as call_win_share

    from {{ ref('fct_customer_health') }} as health
    inner join today
        on health.customer_id = today.customer_id
    left join begun
        on health.customer_id = begun.customer_id
    left join verdicts
        on health.customer_group = verdicts.customer_group
    left join past_calls as calls_of_group
        on health.customer_group = calls_of_group.customer_group
    left join past_calls as calls_of_all
        on calls_of_all.customer_group = 'all'
    where health.month_start = (select max(month_start) from {{ ref('fct_customer_health') }})

),

contracts as (

    select
        contracts.customer_id,
        -- Of a contract under notice there is no renewal to talk about.
        min(
            case
                when coalesce(contracts.cancelled_on > as_of.as_of_date, true)
                    then {{ days_between('as_of.as_of_date', 'contracts.last_day_on') }}
            end
        ) as contract_days_left,
        -- The sum is null if the amount of one contract is unknown: without it the sum would be too
        -- small.
        case
            when count(*) = count(contracts.monthly_amount) then sum(contracts.monthly_amount)
        end * 12 as contract_amount_12_months

    from {{ ref('fct_contracts') }} as contracts
    cross join as_of
    -- Contracts that another contract already renews are left out.
    where
        contracts.is_running
        and not contracts.is_renewed
    group by contracts.customer_id

),

contract_ends as (

    -- under_notice_number: the contract that ends or ended by a notice and that none renews.
    select
        contracts.customer_id,
        contracts.cancelled_on,
        contracts.is_running,
        contracts.is_running or contracts.starts_on > as_of.as_of_date as is_to_run,
        case when not contracts.is_renewed then contracts.contract_number end as last_number,
        case
            when not contracts.is_renewed and contracts.cancelled_on <= as_of.as_of_date
                then contracts.contract_number
        end as under_notice_number

    from {{ ref('fct_contracts') }} as contracts
    cross join as_of
    where contracts.has_run

),

-- Every contract that runs or will run is under notice, or there is none and the newest ended by a
-- notice.
cancelled as (

    select
        customer_id,
        max(case when under_notice_number is not null then cancelled_on end) as cancelled_on

    from contract_ends
    group by customer_id
    having
        max(case when is_to_run and under_notice_number is null then 1 else 0 end) = 0
        and (
            max(case when is_running then 1 else 0 end) = 1
            or max(last_number) = max(under_notice_number)
        )

),

purchases as (

    select
        customer_id,
        max(order_date) as last_purchased_on

    from {{ ref('fct_orders') }}
    where is_purchase
    group by customer_id

),

-- A category is easier to talk about than the id of a product.
offers as (

    select
        *,
        row_number() over (
            partition by customer_id
            order by case when item_kind = 'product_category' then 0 else 1 end
        ) as place

    from {{ ref('recommendations') }}
    where offer_rank = 1

),

days_ahead as (

    select
        day_on,
        as_of_date

    from (
        select
            as_of_date,
            {{ series_of_dates(
                'as_of_date', date_plus_days('as_of_date', 31), 'day'
            ) }} as day_on
        from as_of
    ) as days

),

occasions as (

    -- The next birthday or anniversary within a month.
    select
        customers.customer_id,
        min({{ days_between('days_ahead.as_of_date', 'days_ahead.day_on') }}) as occasion_in_days

    from customers
    inner join days_ahead
        on
            (
                extract(month from customers.birth_date) = extract(month from days_ahead.day_on)
                and extract(day from customers.birth_date) = extract(day from days_ahead.day_on)
            )
            or (
                extract(month from customers.first_active_on)
                = extract(month from days_ahead.day_on)
                and extract(day from customers.first_active_on)
                = extract(day from days_ahead.day_on)
                and customers.first_active_on < days_ahead.as_of_date
            )
    group by customers.customer_id

),

known as (

    select
        customers.customer_id,
        customers.segment,
        customers.region,
        today.lifecycle_stage,
        today.value_tier,
        today.inactive_days,
        scores.customer_group,
        -- Whose contract ended is to win back at once. Every other customer with a score ordered
        -- recently, even if the order was cancelled.
        case
            when scores.customer_group = 'ended' and not scores.is_active_since
                then today.inactive_days
            when scores.customer_id is null and today.lifecycle_stage = 'lapsed'
                then today.inactive_days - today.lapsed_after_days
        end as lapsed_days,
        contracts.contract_days_left,
        occasions.occasion_in_days,
        scores.health_score_points,
        scores.health_score_model,
        scores.used_probability as churn_probability,
        scores.probability_by,
        scores.call_win_share,
        scores.health_band,
        scores.order_cycles,
        scores.is_warned and not scores.is_active_since as is_warned,
        scores.contribution_1_en,
        scores.contribution_2_en,
        scores.contribution_3_en,
        scores.contribution_1_zh,
        scores.contribution_2_zh,
        scores.contribution_3_zh,
        cast(
            today.net_revenue_12_months
            + case
                when contracts.customer_id is null then 0
                else contracts.contract_amount_12_months
            end as decimal(18, 4)
        ) as value_at_stake

    from customers
    inner join today
        on customers.customer_id = today.customer_id
    left join scores
        on customers.customer_id = scores.customer_id
    left join contracts
        on customers.customer_id = contracts.customer_id
    left join occasions
        on customers.customer_id = occasions.customer_id
    left join purchases
        on customers.customer_id = purchases.customer_id
    left join cancelled
        on customers.customer_id = cancelled.customer_id
    where
        today.lifecycle_stage <> 'prospect'
        -- Who has bought something since the notice is still a customer.
        and (
            cancelled.customer_id is null
            or coalesce(purchases.last_purchased_on > cancelled.cancelled_on, false)
        )

),

applied as (

    select
        known.*,
        rules.action,
        rules.label_en as action_en,
        rules.label_zh as action_zh,
        row_number() over (partition by known.customer_id order by rules.priority) as place

    from known
    inner join rules
        on
            (
                rules.applies_to = 'contract_ends_within'
                and known.contract_days_left <= rules.days
            )
            or (
                rules.applies_to = 'lapsed_within'
                and known.lapsed_days between 1 and rules.days
            )
            or (
                known.is_warned
                and (
                    rules.applies_to = 'warned'
                    or (
                        rules.applies_to = 'anniversary_within'
                        and known.occasion_in_days <= rules.days
                    )
                    or (rules.applies_to = 'repurchase_overdue' and known.order_cycles > 1)
                )
            )

),

chosen as (

    select
        *,
        -- All are exact decimals, so the products are rounded without a conversion to double.
        cast(round(value_at_stake * churn_probability, 4) as decimal(18, 4)) as expected_loss,
        cast(
            round(round(value_at_stake * churn_probability, 4) * call_win_share, 4)
            as decimal(18, 4)
        ) as expected_win

    from applied
    where place = 1

),

described as (

    select
        chosen.customer_id,
        cast(
            row_number() over (
                -- Customers who can still be kept come before those to win back.
                order by
                    case when lapsed_days is null then 0 else 1 end,
                    coalesce(expected_win, expected_loss, value_at_stake) desc nulls last,
                    chosen.customer_id
            ) as bigint
        ) as call_rank,
        action as next_best_action,
        action_en as next_best_action_en,
        action_zh as next_best_action_zh,
        offers.item as offer,
        offers.item_en as offer_en,
        offers.item_zh as offer_zh,
        offers.reason_en as offer_reason_en,
        offers.reason_zh as offer_reason_zh,
        {%- for language, gone, ended, ends, days in [
            ('en', 'lapsed: ', 'the contract has ended: ', 'contract ends in ', ' days'),
            ('zh', '已流失：', '合同已结束：', '合同剩余天数：', ''),
        ] %}
        case
            when lapsed_days is not null
                then concat(
                    case when customer_group = 'ended' then '{{ ended }}' else '{{ gone }}' end,
                    cast(inactive_days as string),
                    '{{ ' days without activity' if language == 'en' else '天没有活动' }}'
                )
            else concat_ws(
                '{{ '; ' if language == 'en' else '；' }}',
                case
                    when action = 'renewal_talk'
                        then concat(
                            '{{ ends }}', cast(contract_days_left as string), '{{ days }}'
                        )
                end,
                {%- for place in [1, 2, 3] %}
                case
                    when
                        contribution_{{ place }}_{{ language }}
                        like '{{ 'lowers: ' if language == 'en' else '拉低：' }}%'
                        then contribution_{{ place }}_{{ language }}
                end{{ ',' if not loop.last }}
                {%- endfor %}
            )
        end as reason_{{ language }},
        {%- endfor %}
        value_at_stake,
        churn_probability,
        expected_loss,
        health_score_points,
        health_score_model,
        health_band,
        probability_by,
        call_win_share,
        expected_win,
        case
            when expected_win is not null then 'value_probability_and_past_calls'
            when expected_loss is not null then 'value_and_probability'
            else 'value'
        end as ranked_by,
        cast(inactive_days as integer) as inactive_days,
        lifecycle_stage,
        value_tier,
        segment,
        region

    from chosen
    left join offers
        on
            chosen.customer_id = offers.customer_id
            and offers.place = 1

)

select * from described
