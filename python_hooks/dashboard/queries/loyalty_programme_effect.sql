-- What a loyalty programme changed, by value tier when joining; too few members have no count.
select
    programme,
    value_tier,
    measure,
    is_comparable,
    comparability,
    explanation_en,
    explanation_zh,
    case when comparability <> 'too_few_members' then matched_count end as matched_count,
    case when comparability <> 'too_few_members' then comparison_customer_count end
        as comparison_customer_count,
    round(member_before, 3) as member_before,
    round(member_after, 3) as member_after,
    round(comparison_before, 3) as comparison_before,
    round(comparison_after, 3) as comparison_after,
    round(effect_per_month, 3) as effect_per_month,
    round(effect_low, 3) as effect_low,
    round(effect_high, 3) as effect_high
from reporting.loyalty_programme_effect
order by programme, measure, case when value_tier = 'all' then 0 else 1 end, value_tier
