select
    month_start as month, from_value_tier, to_value_tier, is_moved, customer_count, share,
    share_low, share_high
from reporting.value_tier_movements
where not is_suppressed
order by month_start desc, from_value_tier nulls first, to_value_tier nulls first
