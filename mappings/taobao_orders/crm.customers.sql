-- The first order of each buyer in a file. 文件内每位买家的首单。
select
    buyer,
    "订单创建时间",
    _row_number
from (
    select
        orders."买家会员名" as buyer,
        orders."订单创建时间",
        orders._row_number,
        row_number() over (
            partition by orders."买家会员名"
            order by
                coalesce(
                    try_cast(orders."订单创建时间" as timestamp),
                    try_strptime(orders."订单创建时间", ['%Y/%m/%d %H:%M', '%Y/%m/%d %H:%M:%S'])
                ) nulls last,
                orders._row_number
        ) as place
    from orders
    -- A masked name may be several buyers. 脱敏昵称可能对应多位买家。
    where regexp_matches(orders."买家会员名", '\S') and orders."买家会员名" not like '%*%'
) as ranked
where place = 1
