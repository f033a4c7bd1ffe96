-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- The features of a customer at the end of each month, and the outcome afterwards. Windows count
-- whole months, this one included. The months of a customer have no gap.
{%- set frames = {
    'so_far': 'unbounded preceding and current row',
    'afterwards': '1 following and unbounded following',
    'in_3_months': '2 preceding and current row',
    'in_3_months_before': '5 preceding and 3 preceding',
    'in_6_months': '5 preceding and current row',
    'in_12_months': '11 preceding and current row',
} %}
{%- set over_12_months = {
    'orders_12_months': 'order_count',
    'promotion_orders_12_months': 'promotion_order_count',
    'store_orders_12_months': 'store_order_count',
    'returned_orders_12_months': 'returned_order_count',
    'usage_12_months': 'usage_count',
    'tickets_12_months': 'ticket_count',
    'complaints_12_months': 'complaint_count',
    'answers_12_months': 'answer_count',
    'happy_answers_12_months': 'happy_answer_count',
} %}
with

months as (

    select * from {{ ref('int_customer_months_classified') }}
    {{ where_to_rebuild('customer_id') }}

),

signals as (

    select * from {{ ref('int_customer_signals_summed') }}

),

joined as (

    select
        months.customer_id,
        months.month_start,
        months.month_end,
        months.is_complete,
        -- A customer with recent activity can leave by deletion only.
        coalesce(
            months.lifecycle_stage = 'lapsed'
            and months.recency_days <= months.lapsed_after_days,
            false
        ) as is_deleted,
        {%- for column in [
            'order_count', 'order_problem_count', 'usage_count', 'ticket_count',
            'complaint_count', 'open_ticket_change', 'service_failure_count', 'happy_answer_count',
            'unhappy_answer_count', 'answer_count', 'invitation_count',
            'answered_invitation_count', 'contact_count', 'accepted_offer_count',
            'declined_offer_count', 'promotion_order_count', 'store_order_count',
            'returned_order_count', 'new_category_count', 'payment_problem_count',
        ] %}
        coalesce(signals.{{ column }}, 0) as {{ column }},
        {%- endfor %}
        case when signals.customer_id is null then 0 else signals.spend end as spend,
        signals.first_order_on,
        signals.last_order_on,
        signals.last_contract_day_on,
        signals.contract_days_left,
        signals.contract_count_without_notice,
        signals.contract_term_days,
        signals.contract_billing_months,
        signals.contract_number,
        signals.contract_plan,
        signals.ticket_category_on_day,
        least(signals.first_purchase_on, signals.first_contract_day_on)
            as first_purchase_on_in_month,
        months.lapsed_after_days

    from months
    left join signals
        on
            months.customer_id = signals.customer_id
            and months.month_start = signals.month_start

),

accumulated as (

    select
        *,
        count(*) over so_far as month_count,
        greatest(max(last_order_on) over so_far, max(last_contract_day_on) over so_far)
            as last_active_on,
        max(last_contract_day_on) over so_far as last_contract_day_on_so_far,
        min(first_order_on) over so_far as first_order_on_so_far,
        max(last_order_on) over so_far as last_order_on_so_far,
        sum(order_count) over so_far as orders_so_far,
        sum(order_count) over in_6_months as order_count_6_months,
        {%- for frame in ['in_3_months', 'in_3_months_before'] %}
        case
            when count(*) over {{ frame }} = count(spend) over {{ frame }}
                then sum(spend) over {{ frame }}
        end as {{ frame | replace('in_', 'spend_', 1) }},
        {%- endfor %}
        sum(usage_count) over in_3_months as usage_3_months,
        sum(usage_count) over in_3_months_before as usage_3_months_before,
        sum(ticket_count) over in_3_months as ticket_count_3_months,
        sum(complaint_count) over in_6_months as complaint_count_6_months,
        sum(open_ticket_change) over so_far as open_ticket_count,
        sum(service_failure_count) over in_6_months as service_failure_count_6_months,
        sum(answer_count) over in_6_months as answer_count_6_months,
        sum(happy_answer_count - unhappy_answer_count) over in_6_months as answer_balance_6_months,
        sum(invitation_count - answered_invitation_count) over in_6_months
            as unanswered_count_6_months,
        sum(contact_count) over in_3_months as contact_count_3_months,
        {%- for frame in ['in_3_months', 'in_3_months_before'] %}
        sum(answer_count) over {{ frame }} as {{ frame | replace('in_', 'answer_count_', 1) }},
        sum(happy_answer_count - unhappy_answer_count) over {{ frame }}
            as {{ frame | replace('in_', 'answer_balance_', 1) }},
        {%- endfor %}
        sum(accepted_offer_count + declined_offer_count) over in_6_months as offer_count_6_months,
        sum(accepted_offer_count - declined_offer_count) over in_6_months
            as offer_balance_count_6_months,
        sum(order_problem_count) over in_6_months as order_problem_count_6_months,
        sum(payment_problem_count) over in_6_months as payment_problem_count_6_months,
        max(ticket_category_on_day) over in_6_months as ticket_category_on_last_day,
        {%- for name, column in over_12_months.items() %}
        sum({{ column }}) over in_12_months as {{ name }},
        {%- endfor %}
        case
            when count(*) over in_12_months = count(spend) over in_12_months
                then sum(spend) over in_12_months
        end as spend_12_months,
        count(last_contract_day_on) over in_12_months as contract_months_12_months,
        sum(new_category_count) over so_far as categories_bought,
        min(first_purchase_on_in_month) over afterwards as next_active_on

    from joined
    window
        {%- for name, rows in frames.items() %}
        {{ name }} as (
            partition by customer_id order by month_start rows between {{ rows }}
        ){{ ',' if not loop.last }}
        {%- endfor %}

),

dated as (

    select
        *,
        {{ date_plus_days('month_end', 'lapsed_after_days') }} as outcome_known_on,
        case
            when contract_count_without_notice > 0 then 'contract'
            when contract_days_left is not null then 'notice'
            when
                last_contract_day_on_so_far is not null
                and coalesce(
                    {{ days_between('last_order_on_so_far', 'month_end') }} > lapsed_after_days,
                    true
                )
                then 'ended'
            else 'no_contract'
        end as customer_group

    from accumulated

),

-- The customers under contract who are under contract still on the day of the outcome.
kept_contracts as (

    select
        dated.customer_id,
        dated.month_start

    from dated
    inner join {{ ref('int_contracts_ended') }} as contracts
        on
            dated.customer_id = contracts.customer_id
            and dated.outcome_known_on >= contracts.starts_on
            and (
                contracts.last_day_on is null
                or dated.outcome_known_on <= contracts.last_day_on
            )
    where
        dated.contract_days_left is not null
        and contracts.has_run
    group by dated.customer_id, dated.month_start

),

joined_outcomes as (

    select
        dated.*,
        kept_contracts.month_start as kept_contract_month_start

    from dated
    left join kept_contracts
        on
            dated.customer_id = kept_contracts.customer_id
            and dated.month_start = kept_contracts.month_start

),

featured as (

    select
        customer_id,
        month_start,
        month_end,
        -- At risk: a customer with recent activity, by the data known at that time.
        is_complete
        and not is_deleted
        and coalesce({{ days_between('last_active_on', 'month_end') }} <= lapsed_after_days, false)
            as is_customer,
        cast({{ days_between('last_active_on', 'month_end') }} as integer) as recency_days,
        {{ ratio(
            days_between('last_order_on_so_far', 'month_end') ~ ' * (orders_so_far - 1)',
            days_between('first_order_on_so_far', 'last_order_on_so_far')
        ) }} as order_cycles,
        cast(order_count_6_months as integer) as orders_6_months,
        {{ ratio('spend_3_months', 'spend_3_months_before') }} as spend_trend,
        cast(usage_count as integer) as usage_1_month,
        {{ ratio('usage_3_months', 'usage_3_months_before') }} as usage_trend,
        cast(ticket_count_3_months as integer) as tickets_3_months,
        cast(complaint_count_6_months as integer) as complaints_6_months,
        cast(open_ticket_count as integer) as open_tickets,
        cast(service_failure_count_6_months as integer) as service_failures_6_months,
        case when answer_count_6_months > 0 then cast(answer_balance_6_months as integer) end
            as survey_balance_6_months,
        cast(greatest(unanswered_count_6_months, 0) as integer) as unanswered_invitations_6_months,
        cast(contact_count_3_months as integer) as contacts_3_months,
        cast(order_problem_count_6_months as integer) as order_problems_6_months,
        contract_days_left,
        cast(month_count - 1 as integer) as tenure_months,
        case
            when answer_count_3_months > 0 and answer_count_3_months_before > 0
                then cast(answer_balance_3_months - answer_balance_3_months_before as integer)
        end as survey_balance_change,
        case when offer_count_6_months > 0 then cast(offer_balance_count_6_months as integer) end
            as offer_balance_6_months,
        contract_term_days,
        contract_billing_months,
        contract_number,
        contract_plan,
        cast(payment_problem_count_6_months as integer) as payment_problems_6_months,
        -- The last digit is the category.
        cast(ticket_category_on_last_day % 10 as integer) as last_ticket_category,
        customer_group,
        -- What personas are made of.
        {%- for name in over_12_months %}
        cast({{ name }} as integer) as {{ name }},
        {%- endfor %}
        cast(spend_12_months as decimal(18, 4)) as spend_12_months,
        cast(contract_months_12_months as integer) as contract_months_12_months,
        cast(categories_bought as integer) as categories_bought,
        -- The outcome: without a contract, no purchase and no day under contract in the following
        -- days; with one, no contract on the last of them. Before these days are over the value has
        -- no meaning. The reader must check that, so that no row changes with time.
        outcome_known_on,
        case
            when contract_days_left is null
                then coalesce(
                    {{ days_between('month_end', 'next_active_on') }} > lapsed_after_days, true
                )
            else kept_contract_month_start is null
        end as is_churned_afterwards

    from joined_outcomes

)

select * from featured
