-- What two columns say together: who bought, and what was charged. 需要两列一起判断的买家与金额。
select
    orders.*,
    case when orders."买家手机号" not like '%*%' then orders."买家手机号" end as buyer,
    case
        when regexp_matches(orders."买家付款时间", '[0-9]') then orders."订单实付金额"
        else coalesce(orders."应收订单金额", orders."订单实付金额")
    end as charged,
    -- Some exports write a discount as a negative number. 有的导出把优惠写成负数。
    ltrim(trim(orders."店铺优惠合计"), '-') as discount
from orders
