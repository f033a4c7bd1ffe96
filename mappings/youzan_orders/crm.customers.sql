-- The first order of each telephone number in a file. 文件内每个手机号的首单。
select
    buyer,
    ordered,
    "买家昵称",
    "买家姓名",
    _row_number
from (
    select
        orders."买家手机号" as buyer,
        orders."买家昵称",
        orders."买家姓名",
        coalesce(orders."订单创建时间", orders."买家付款时间") as ordered,
        orders._row_number,
        row_number() over (
            partition by trim(orders."买家手机号")
            order by
                coalesce(
                    try_cast(orders."订单创建时间" as timestamp),
                    try_strptime(orders."订单创建时间", ['%Y/%m/%d %H:%M', '%Y/%m/%d %H:%M:%S']),
                    try_cast(orders."买家付款时间" as timestamp),
                    try_strptime(orders."买家付款时间", ['%Y/%m/%d %H:%M', '%Y/%m/%d %H:%M:%S'])
                ) nulls last,
                orders._row_number
        ) as place
    from orders
    where regexp_matches(orders."买家手机号", '[0-9]') and orders."买家手机号" not like '%*%'
) as ranked
where place = 1
