-- sqlfluff:exclude_rules:ST06,RF02,AM04
with

payments as (

    select
        charge.*,
        try_cast(charge.amount as decimal(18, 4)) as smallest_units,
        coalesce(try_cast(charge.amount_refunded as decimal(18, 4)), 0) as smallest_refunded,
        case
            when
                upper(charge.currency) in (
                    'BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'VND',
                    'VUV', 'XAF', 'XOF', 'XPF'
                )
                then 1
            when upper(charge.currency) in ('BHD', 'JOD', 'KWD', 'OMR', 'TND') then 1000
            else 100
        end as units,
        lower(charge.status) as state,
        coalesce(lower(charge.captured), 'true') = 'true' as is_captured,
        coalesce(lower(charge.refunded), 'false') = 'true' as is_refunded
    from charge
    left join invoice on charge.invoice_id = invoice.id
    where
        invoice.subscription_id is null
        and lower(charge.status) <> 'failed'
        and coalesce(lower(charge.livemode), 'true') = 'true'

)

select
    payments.*,
    cast(cast(payments.smallest_units / payments.units as decimal(18, 4)) as varchar)
        as amount_units,
    cast(cast(payments.smallest_refunded / payments.units as decimal(18, 4)) as varchar)
        as refunded_units,
    case
        -- What was reserved on a card and given back was never paid.
        when payments.is_refunded and not payments.is_captured then 'cancelled'
        when payments.is_refunded then 'returned'
        when payments.state = 'pending' or not payments.is_captured then 'placed'
        when payments.state = 'succeeded' then 'paid'
        else payments.state
    end as order_status
from payments
