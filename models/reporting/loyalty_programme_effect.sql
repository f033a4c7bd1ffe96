-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- Difference in differences: the change of members around joining, minus that of comparable
-- non-members. Comparable non-members were in the same value tier and band of tenure at the start
-- of the month. The same difference over the two halves before joining must be near zero. If it is
-- not, the groups already diverged without the programme. docs/decisions/0019 has the formulas.
{%- set months = var('loyalty_effect').months %}
{%- set series = ['revenue_change', 'revenue_drift', 'purchases_change', 'purchases_drift'] %}
{%- set levels = ['revenue_before', 'revenue_after', 'purchases_before', 'purchases_after'] %}
{%- set half = (months * 0.5) | int %}
{%- set scale = 1000 %}
{%- set hidden = var('minimum_event_counts').hidden %}
with

compared as (

    select * from {{ ref('int_loyalty_joins_compared') }}

),

programmes as (

    select programme
    from {{ ref('fct_loyalty_transactions') }}
    group by programme

),

member_strata as (

    select
        programme,
        month_start,
        value_tier,
        tenure_from_months,
        count(*) as member_count

    from compared
    where is_member and has_history
    group by programme, month_start, value_tier, tenure_from_months

),

other_strata as (

    select
        month_start,
        value_tier,
        tenure_from_months,
        count(*) as other_count,
        {%- for column in series + levels %}
        {{ ratio('sum(' ~ column ~ ')', 'count(*)') }}
            as other_{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}

    from compared
    where not is_member
    group by month_start, value_tier, tenure_from_months
    -- A single non-member gives no variance.
    having count(*) >= 2

),

strata as (

    select
        member_strata.programme,
        member_strata.month_start,
        member_strata.value_tier,
        member_strata.tenure_from_months,
        -- The weight of a non-member, and the correction of the variance in a small stratum.
        {{ ratio('member_strata.member_count', 'other_strata.other_count') }}
        * sqrt({{ ratio('other_strata.other_count', 'other_strata.other_count - 1') }})
            as other_weight,
        {%- for column in series + levels %}
        other_strata.other_{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}

    from member_strata
    inner join other_strata
        on
            member_strata.month_start = other_strata.month_start
            and member_strata.value_tier = other_strata.value_tier
            and member_strata.tenure_from_months = other_strata.tenure_from_months

),

slices as (

    select 0 as by_value_tier
    union all
    select 1 as by_value_tier

),

-- Each member minus the mean of the comparable non-members. Rounded to ten-millionths, so that sums
-- do not depend on the row order.
differences as (

    select
        compared.programme,
        case when slices.by_value_tier = 1 then compared.value_tier else 'all' end as value_tier,
        compared.has_history,
        strata.programme is not null as is_matched,
        {%- for column in levels %}
        case when strata.programme is not null then compared.{{ column }} end as {{ column }},
        {{ rounded_decimal(scale ~ ' * strata.other_' ~ column) }} as other_{{ column }},
        {%- endfor %}
        {%- for column in series %}
        {{ rounded_decimal(
            scale ~ ' * (cast(compared.' ~ column ~ ' as double) - strata.other_' ~ column ~ ')'
        ) }} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}

    from compared
    cross join slices
    left join strata
        on
            compared.programme = strata.programme
            and compared.month_start = strata.month_start
            and compared.value_tier = strata.value_tier
            and compared.tenure_from_months = strata.tenure_from_months
            and compared.has_history
    where compared.is_member

),

member_sums as (

    select
        programme,
        value_tier,
        count(*) as member_count,
        count(case when has_history then 1 end) as member_with_history_count,
        count(case when is_matched then 1 end) as matched_count,
        {%- for column in levels %}
        sum({{ column }}) as {{ column }},
        sum(other_{{ column }}) as other_{{ column }},
        {%- endfor %}
        {%- for column in series %}
        sum({{ column }}) as {{ column }},
        sum({{ exact_square(column) }}) as {{ column }}_squares{{ ',' if not loop.last }}
        {%- endfor %}

    from differences
    group by programme, value_tier

),

-- A non-member can match members of several months. In the variance, each customer counts once
-- (cluster).
other_shares as (

    select
        strata.programme,
        case when slices.by_value_tier = 1 then compared.value_tier else 'all' end as value_tier,
        compared.customer_id,
        {%- for column in series %}
        cast(
            sum({{ rounded_decimal(
                scale ~ ' * strata.other_weight * (cast(compared.' ~ column
                ~ ' as double) - strata.other_' ~ column ~ ')'
            ) }}) as decimal(18, 4)
        ) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}

    from compared
    inner join strata
        on
            compared.month_start = strata.month_start
            and compared.value_tier = strata.value_tier
            and compared.tenure_from_months = strata.tenure_from_months
    cross join slices
    where not compared.is_member
    group by
        strata.programme,
        case when slices.by_value_tier = 1 then compared.value_tier else 'all' end,
        compared.customer_id

),

other_sums as (

    select
        programme,
        value_tier,
        count(*) as comparison_customer_count,
        {%- for column in series %}
        sum({{ exact_square(column) }}) as {{ column }}_squares{{ ',' if not loop.last }}
        {%- endfor %}

    from other_shares
    group by programme, value_tier

),

-- A programme without joins in these months has a row, too.
cells as (

    select
        programmes.programme,
        coalesce(member_sums.value_tier, 'all') as value_tier,
        coalesce(member_sums.member_count, 0) as member_count,
        coalesce(member_sums.member_with_history_count, 0) as member_with_history_count,
        coalesce(member_sums.matched_count, 0) as matched_count,
        coalesce(other_sums.comparison_customer_count, 0) as comparison_customer_count,
        {%- for column in levels %}
        {{ ratio('member_sums.' ~ column, 'member_sums.matched_count * ' ~ months) }}
            as {{ column }},
        {{ ratio('member_sums.other_' ~ column, 'member_sums.matched_count * ' ~ months * scale) }}
            as other_{{ column }},
        {%- endfor %}
        {%- for column in series %}
        {{ ratio('member_sums.' ~ column, 'member_sums.matched_count * ' ~ scale) }}
            as {{ column }},
        {{ ratio('1', scale) }} * sqrt(
            {{ ratio(
                sample_variance(
                    'member_sums.matched_count',
                    'member_sums.' ~ column,
                    'member_sums.' ~ column ~ '_squares'
                ),
                'member_sums.matched_count'
            ) }}
            + {{ ratio(
                'other_sums.' ~ column ~ '_squares',
                'cast(member_sums.matched_count as double) * member_sums.matched_count'
            ) }}
        ) as {{ column }}_error{{ ',' if not loop.last }}
        {%- endfor %}

    from programmes
    left join member_sums
        on programmes.programme = member_sums.programme
    left join other_sums
        on
            member_sums.programme = other_sums.programme
            and member_sums.value_tier = other_sums.value_tier

),

measured as (
    {% for measure, column in [('net_revenue', 'revenue'), ('purchase_count', 'purchases')] %}
    {{ 'union all' if not loop.first }}
    select
        programme,
        value_tier,
        '{{ measure }}' as measure,
        member_count,
        member_with_history_count,
        matched_count,
        comparison_customer_count,
        {{ column }}_before as member_before,
        {{ column }}_after as member_after,
        other_{{ column }}_before as comparison_before,
        other_{{ column }}_after as comparison_after,
        {{ ratio(column ~ '_change', months) }} as effect,
        {{ ratio(column ~ '_change_error', months) }} as effect_error,
        {{ ratio(column ~ '_drift', half) }} as drift,
        {{ ratio(column ~ '_drift_error', half) }} as drift_error,
        {{ student_t_critical_95('matched_count - 1') }} as critical

    from cells
    {% endfor %}
),

bounded as (

    select
        *,
        effect - critical * effect_error as effect_low,
        effect + critical * effect_error as effect_high,
        drift - critical * drift_error as drift_low,
        drift + critical * drift_error as drift_high

    from measured

),

judged as (

    select
        *,
        case
            when matched_count < {{ hidden }} then 'too_few_members'
            when
                matched_count
                < {{ var('loyalty_effect').minimum_matched_share }} * member_with_history_count
                then 'too_few_comparable'
            when drift_low > 0 or drift_high < 0 then 'apart_before_joining'
            else 'comparable'
        end as comparability

    from bounded

),

explained as (

    select
        programme,
        value_tier,
        measure,
        cast(member_count as bigint) as member_count,
        cast(member_with_history_count as bigint) as member_with_history_count,
        cast(matched_count as bigint) as matched_count,
        cast(comparison_customer_count as bigint) as comparison_customer_count,
        case when matched_count >= {{ hidden }} then member_before end as member_before,
        case when matched_count >= {{ hidden }} then member_after end as member_after,
        case when matched_count >= {{ hidden }} then comparison_before end as comparison_before,
        case when matched_count >= {{ hidden }} then comparison_after end as comparison_after,
        comparability = 'comparable' as is_comparable,
        comparability,
        case comparability
            when 'too_few_members'
                then 'Too few members with enough months before and after joining have a match.'
            when 'too_few_comparable'
                then 'Most members have no comparable non-member: the rest is not representative.'
            when 'apart_before_joining'
                then 'Members and non-members already diverged before joining: no effect shown.'
            else 'Members and non-members had the same trend before joining.'
        end as explanation_en,
        case comparability
            when 'too_few_members' then '入会前后有足够月份且有可比非会员的会员太少，无法判断效果。'
            when 'too_few_comparable' then '太多会员没有可比的非会员，其余会员不能代表他们。'
            when 'apart_before_joining' then '会员与非会员在入会前走势已经不同，之后的差异不能归因于会员计划。'
            else '会员与非会员在入会前走势相近。'
        end as explanation_zh,
        case when comparability = 'comparable' then effect end as effect_per_month,
        case when comparability = 'comparable' then effect_low end as effect_low,
        case when comparability = 'comparable' then effect_high end as effect_high,
        case when comparability = 'comparable' then effect_error end as effect_standard_error,
        case when matched_count >= {{ hidden }} then drift end as drift_before_joining,
        case when matched_count >= {{ hidden }} then drift_low end as drift_low,
        case when matched_count >= {{ hidden }} then drift_high end as drift_high

    from judged

)

select * from explained
