-- What two columns say together: the buyer, the amount, and whether a closed order was shipped.
-- 需要两列一起判断的内容：买家、金额、关闭的订单是否已发货。
select
    orders.*,
    case when orders."买家会员名" not like '%*%' then orders."买家会员名" end as buyer,
    case
        when
            trim(orders."订单状态") = '交易关闭'
            and regexp_matches(concat(orders."发货时间", orders."物流单号"), '[0-9]')
            then '交易关闭,已发货'
        else orders."订单状态"
    end as state,
    case
        when regexp_matches(orders."订单付款时间", '[0-9]') then orders."买家实际支付金额"
        else orders."总金额"
    end as charged,
    -- Only the province: the address itself is personal. 只取省份，地址属于个人信息。
    regexp_extract(
        orders."收货地址", '^\s*([一-龥]{2,8}?(?:省|市|自治区|特别行政区))', 1
    ) as province
from orders
