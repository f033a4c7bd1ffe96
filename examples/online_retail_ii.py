"""UCI 502 Online Retail II: invoices of a UK retailer, as customers, orders and order lines.

An invoice is an order and each of its rows a line, with the quantity and value the source gives:
no row is left out. What a line means is decided once, on the order:

- `amount` is the sum of the order's valid lines (quantity and price above 0).
- `refund_amount` is the value of its lines with a negative quantity, as a positive number. So an
  order's lines add up to amount - refund_amount, but for the three bad debts (A invoices, one line
  at a negative price): those are written off, not refunded.
- `order_status` is `placed` for an invoice with a valid line; the source says nothing of payment
  or delivery. It is `cancelled` for C invoices, which cancel goods of an earlier invoice they do
  not name, and for those without a valid line: stock corrections, gifts at price 0, bad debts.
  A cancelled order is no purchase, so the sales of the warehouse are the valid sales, gross.

Lines of one invoice may be a minute apart: the order has the first time. The source names no time
zone: times are taken as UTC. A customer has one row for each country they moved to, dated by the
invoice that shows it. Invoices without a customer stay orders without a customer.
`Description` has no place in the contract.
"""

from __future__ import annotations

from examples.mapping import Mapping, main

STEPS = """
create table lines as
select
    "Invoice" as order_id,
    file_row_number as row_in_file,
    "StockCode" as product_id,
    "Quantity" as quantity,
    cast("Price" as decimal(12, 3)) as price,
    cast("Quantity" * cast("Price" as decimal(12, 3)) as decimal(18, 3)) as amount,
    cast("InvoiceDate" as timestamp) as ordered_at,
    cast(cast("Customer ID" as bigint) as varchar) as customer_id,
    "Country" as country,
    "Quantity" > 0 and "Price" > 0 as is_valid
from read_parquet(getvariable('file'), file_row_number = true);

create table orders as
select
    order_id,
    any_value(customer_id) as customer_id,
    min(ordered_at) as ordered_at,
    max(ordered_at) as updated_at,
    case
        when order_id like 'C%' or not bool_or(is_valid) then 'cancelled'
        else 'placed'
    end as order_status,
    any_value(country) as region,
    coalesce(sum(amount) filter (where is_valid), 0) as amount,
    coalesce(-sum(amount) filter (where quantity < 0), 0) as refund_amount,
    'GBP' as currency
from lines
group by order_id;

create table customers as
select
    customer_id,
    min(ordered_at) over (partition by customer_id) as created_at,
    ordered_at as updated_at,
    region as country
from orders
where customer_id is not null
qualify region is distinct from
    lag(region) over (partition by customer_id order by ordered_at, order_id);
"""

TABLES = {
    "crm/customers.csv": "from customers order by customer_id, updated_at",
    "commerce/orders.csv": "from orders order by ordered_at, order_id",
    "commerce/order_lines.parquet": """
        select
            order_id || '-' || row_number() over (partition by order_id order by row_in_file)
                as order_line_id,
            order_id,
            product_id,
            quantity,
            amount,
            ordered_at as updated_at
        from lines
        order by row_in_file
    """,
}

NOTES = """
select 0, 'source rows left out'
union all
select count(*), 'orders kept without a customer' from orders where customer_id is null
union all
select count(*), 'orders cancelled: C invoices' from orders where order_id like 'C%'
union all
select count(*), 'orders cancelled: no line with quantity and price above 0'
from orders where order_status = 'cancelled' and order_id not like 'C%'
union all
select count(*), 'lines not above 0 in placed orders, kept as lines, not in the amount'
from lines inner join orders using (order_id)
where not lines.is_valid and orders.order_status = 'placed'
union all
select count(*) - count(distinct customer_id), 'further customer rows, for a change of country'
from customers
"""

MAPPING = Mapping(STEPS, TABLES, NOTES)

if __name__ == "__main__":
    main(MAPPING)
