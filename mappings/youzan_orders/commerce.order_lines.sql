-- The export of goods has no id of a line and, in older shapes, no amount of it.
-- 商品维度导出没有明细编号，旧版也没有明细金额。
select
    lines.*,
    trim(lines."订单号") || '-' || row_number() over (
        partition by lines."订单号" order by lines._row_number
    ) as order_line_id,
    cast(
        cast(
            try_cast(replace(lines."商品单价", ',', '') as decimal(14, 4))
            * try_cast(replace(lines."商品数量", ',', '') as decimal(14, 3)) as decimal(28, 4)
        ) as varchar
    ) as line_amount
from lines
