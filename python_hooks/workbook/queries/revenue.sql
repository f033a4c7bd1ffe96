select
    month_start as month, opening_amount, new_amount, expansion_amount, contraction_amount,
    churn_amount, reactivation_amount, closing_amount, opening_customer_count, new_customer_count,
    churned_customer_count, closing_customer_count
from reporting.revenue_bridge
order by month_start
