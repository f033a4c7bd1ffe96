-- The first row of each order; further rows are its lines. 每个订单的首行；其余各行是明细。
select
    *,
    case when member not like '%*%' then member end as buyer,
    case
        when trim(given_state) = '交易关闭' and regexp_matches(waybill, '[0-9]')
            then '交易关闭,已发货'
        else given_state
    end as state,
    case
        when trim(price_change) like '-%' then substr(trim(price_change), 2)
        when regexp_matches(price_change, '[0-9]') then '0'
    end as discount,
    regexp_extract(
        address, '^\s*([一-龥]{2,8}?(?:省|市|自治区|特别行政区))', 1
    ) as province
from (
    select
        orders.*,
        orders."买家会员名" as member,
        orders."订单状态" as given_state,
        orders."收货地址" as address,
        coalesce(orders."运单号", orders."物流公司运单号") as waybill,
        coalesce(orders."涨价或折扣(元)", orders."涨价或折扣（元）") as price_change,
        row_number() over (
            partition by orders."订单编号" order by orders._row_number
        ) as place
    from orders
    where regexp_matches(orders."订单编号", '\S')
) as ranked
where place = 1
