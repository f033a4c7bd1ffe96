-- The first order of each customer. Its row number is passed on, so that faults can name the row.
select
    "customer no.",
    "e-mail",
    date as "first order",
    _row_number
from (
    select
        orders.*,
        row_number() over (partition by orders."customer no." order by orders._row_number) as place
    from orders
) as ranked
where place = 1
