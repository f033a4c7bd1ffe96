"""CDNOW master: every purchase of 23,570 customers of a record shop, as orders.

Each row is an order, since a customer may order twice in a day (a model that counts customer-days
has to group them); `order_id` is the customer and the number of the row among theirs. The shop
sold in US dollars. The source knows days, so orders stand at midnight UTC. Orders of 0 dollars
(given away, or paid by voucher: the source does not say) are kept, delivered, with amount 0.
The number of CDs is an order line of the one product the data name, `cd`.
"""

from __future__ import annotations

from examples.mapping import Mapping, main

STEPS = """
create table purchases as
with

source_rows as (

    select
        row_number() over () as row_in_file,
        string_split_regex(trim(line), '\\s+') as fields
    from read_csv(
        getvariable('file'),
        columns = {'line': 'varchar'}, header = true, delim = '|', quote = '', auto_detect = false
    )

)

select
    row_in_file,
    fields[1] as customer_id,
    fields[1] || '-' || lpad(
        cast(row_number() over (partition by fields[1] order by row_in_file) as varchar), 4, '0'
    ) as order_id,
    strptime(fields[2], '%Y%m%d') as ordered_at,
    cast(fields[3] as integer) as quantity,
    cast(fields[4] as decimal(18, 2)) as amount
from source_rows;
"""

TABLES = {
    "crm/customers.csv": """
        select customer_id, min(ordered_at) as created_at, min(ordered_at) as updated_at
        from purchases group by customer_id order by customer_id
    """,
    "commerce/orders.csv": """
        select
            order_id,
            customer_id,
            ordered_at,
            ordered_at as updated_at,
            'delivered' as order_status,
            amount,
            'USD' as currency
        from purchases order by row_in_file
    """,
    "commerce/order_lines.csv": """
        select
            order_id || '-1' as order_line_id,
            order_id,
            'cd' as product_id,
            quantity,
            amount,
            ordered_at as updated_at
        from purchases order by row_in_file
    """,
}

NOTES = """
select 0, 'source rows left out'
union all
select count(*), 'orders kept with amount 0' from purchases where amount = 0
union all
select count(*) - count(distinct (customer_id, ordered_at)), 'orders beyond the first of their day'
from purchases
"""

MAPPING = Mapping(STEPS, TABLES, NOTES)

if __name__ == "__main__":
    main(MAPPING)
