-- One report reads revenue from the orders, another from the customer-months: both must agree for
-- every customer. Orders after a customer's last month (today, or the deletion) are in no month.
with

month_sums as (

    select
        customer_id,
        max(month_end) as last_month_end,
        sum(purchase_count) as purchase_count,
        case when count(*) = count(net_revenue) then sum(net_revenue) end as net_revenue

    from {{ ref('fct_customer_months') }}
    group by customer_id

),

order_sums as (

    select
        orders.customer_id,
        count(case when orders.is_purchase then 1 end) as purchase_count,
        case when count(*) = count(orders.net_amount) then sum(orders.net_amount) end as net_revenue

    from {{ ref('fct_orders') }} as orders
    inner join month_sums
        on
            orders.customer_id = month_sums.customer_id
            and orders.order_date <= month_sums.last_month_end
    where orders.is_revenue
    group by orders.customer_id

)

select
    month_sums.customer_id,
    month_sums.purchase_count as purchase_count_of_months,
    order_sums.purchase_count as purchase_count_of_orders,
    month_sums.net_revenue as net_revenue_of_months,
    order_sums.net_revenue as net_revenue_of_orders
from month_sums
left join order_sums
    on month_sums.customer_id = order_sums.customer_id
where
    month_sums.purchase_count <> coalesce(order_sums.purchase_count, 0)
    or abs(
        month_sums.net_revenue
        - case when order_sums.customer_id is null then 0 else order_sums.net_revenue end
    ) > 0.005
    or (month_sums.net_revenue is null)
    <> (order_sums.customer_id is not null and order_sums.net_revenue is null)
