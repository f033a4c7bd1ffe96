-- The orders that were really placed, their lines, the loyalty points and the visits to the shop.
create table placed_orders as
with

kept as (

    select
        wished_orders.*,
        settings.last_moment

    from wished_orders
    cross join settings
    left join departures on wished_orders.number = departures.number
    where departures.leaves_at is null or wished_orders.ordered_at < departures.leaves_at

)

select
    kept.* exclude (last_moment),
    format('{:08d}', order_number) as order_id,
    case
        when is_cancelled and later(ordered_at, 7200) <= last_moment then later(ordered_at, 7200)
    end as cancelled_at,
    case
        when not is_cancelled and delivery_at <= last_moment then delivery_at
    end as delivered_at,
    case
        when is_returned and return_at <= last_moment then return_at
    end as returned_at,
    case
        when not is_sent then ordered_at
        when later(ordered_at, 72000) <= least(last_moment, delivery_at)
            then later(ordered_at, 72000)
    end as shipped_at,
    case
        when not is_sent then ordered_at
        when later(ordered_at, 900) <= last_moment then later(ordered_at, 900)
    end as paid_at,
    case
        when cancelled_at is not null then 'cancelled'
        when returned_at is not null then 'returned'
        when delivered_at is not null then 'delivered'
        when is_cancelled or paid_at is null then 'placed'
        when shipped_at is not null then 'shipped'
        else 'paid'
    end as order_status,
    case
        when month(ordered_at) = 11 and day(ordered_at) between 1 and 12 and language = 'zh'
            then 'Double 11'
        when month(ordered_at) = 11 and day(ordered_at) >= 21 and language = 'en'
            then 'Black Friday'
        when draw(order_number, 'promotion') < 0.12 then 'Members Week'
    end as promotion,
    case
        when promotion is null then 0
        when promotion = 'Members Week' then 10
        else 15
    end as discount_percent
from kept;

create table placed_lines as
with

listed as (

    select
        placed_orders.*,
        unnest(
            range(
                1,
                2
                + cast(draw(order_number, 'second line') < 0.42 as integer)
                + cast(draw(order_number, 'third line') < 0.15 as integer)
                + cast(draw(order_number, 'fourth line') < 0.06 as integer)
            )
        ) as position,
        order_number * 10 + position as line_number,
        cast(
            1
            + floor(
                pow(draw(line_number, 'quantity'), 3)
                * case segment when 'consumer' then 2.5 when 'small_business' then 6 else 16 end
            ) as integer
        ) as quantity,
        cast(
            floor(
                pow(draw(line_number, 'product'), 1.2)
                * (select any_value(product_count) from products)
            ) as bigint
        ) as product_number

    from placed_orders

),

priced as (

    select
        listed.*,
        products.product_id,
        products.product_category,
        products.cost_percent,
        case listed.currency
            when 'CNY' then products.price_cny
            when 'GBP' then products.price_gbp
            else products.price_eur
        end * listed.quantity as list_amount

    from listed
    inner join products on listed.product_number = products.product_number

)

select
    line_number,
    order_number,
    order_id,
    ordered_at,
    product_id,
    product_category,
    quantity,
    cast(list_amount as decimal(18, 2)) as list_amount,
    cast(round(list_amount * (100 - discount_percent) * 0.01, 2) as decimal(18, 2)) as amount,
    cast(round(list_amount * cost_percent * 0.01, 2) as decimal(18, 2)) as cost_amount
from priced;

create table commerce.order_lines as
select
    format('{:09d}', line_number) as order_line_id,
    order_id,
    product_id,
    product_category,
    quantity,
    amount,
    ordered_at as updated_at
from placed_lines;

create table commerce.orders as
with

summed as (

    select
        order_number,
        cast(sum(amount) as decimal(18, 2)) as amount,
        cast(sum(list_amount - amount) as decimal(18, 2)) as discount_amount,
        cast(sum(cost_amount) as decimal(18, 2)) as cost_amount

    from placed_lines
    group by order_number

)

select
    placed_orders.order_id,
    placed_orders.customer_id,
    placed_orders.ordered_at,
    coalesce(
        placed_orders.cancelled_at,
        placed_orders.returned_at,
        placed_orders.delivered_at,
        placed_orders.shipped_at,
        placed_orders.paid_at,
        placed_orders.ordered_at
    ) as updated_at,
    placed_orders.order_status,
    placed_orders.channel,
    placed_orders.store,
    placed_orders.region,
    summed.amount,
    nullif(summed.discount_amount, 0) as discount_amount,
    -- Most returns are paid back in full; some keep a part of the goods.
    case
        when placed_orders.returned_at is null then null
        when draw(placed_orders.order_number, 'refund') < 0.8 then summed.amount
        else cast(round(summed.amount * 0.5, 2) as decimal(18, 2))
    end as refund_amount,
    summed.cost_amount,
    placed_orders.currency,
    placed_orders.promotion,
    placed_orders.promised_delivery_on,
    placed_orders.delivered_at
from placed_orders
inner join summed on placed_orders.order_number = summed.order_number;

create table commerce.loyalty_transactions as
with

joined as (

    select
        people.number,
        people.customer_id,
        -- Half join at once, half some time later: only these show what they were like before.
        later(
            people.observed_from,
            case
                when draw(people.number, 'joins later') < 0.5
                    then people.exposed_seconds * draw(people.number, 'member joins')
                else 86400 * 60 * draw(people.number, 'member joins')
            end
        ) as joined_at,
        case
            when draw(people.number, 'member leaves') < 0.08 then later(joined_at, 86400 * 240)
        end as leaves_at,
        settings.last_moment

    from people
    cross join settings
    where
        not people.is_prospect
        and draw(people.number, 'member') < 0.44
        and joined_at <= settings.last_moment

),

earned as (

    select
        joined.*,
        orders.order_id,
        cast(orders.order_id as bigint) as order_number,
        orders.ordered_at,
        cast(
            floor(orders.amount * case orders.currency when 'CNY' then 0.1 else 1 end) as bigint
        ) as earned_points,
        coalesce(
            sum(earned_points) over (
                partition by joined.number
                order by orders.ordered_at, orders.order_id
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as points_before,
        -- At most three orders draw on the same points, so that a balance never falls below zero.
        coalesce(
            sum(earned_points) over (
                partition by joined.number
                order by orders.ordered_at, orders.order_id
                rows between 3 preceding and 1 preceding
            ),
            0
        ) as recent_points

    from joined
    inner join commerce.orders as orders
        on
            joined.customer_id = orders.customer_id
            and orders.ordered_at >= joined.joined_at
            and orders.ordered_at < coalesce(joined.leaves_at, joined.last_moment)
    where orders.order_status != 'cancelled'

),

moved as (

    select
        'J' as kind,
        number as source_number,
        customer_id,
        joined_at as occurred_at,
        'join' as transaction_type,
        0 as points_before,
        cast(0 as bigint) as points,
        null as order_id,
        last_moment
    from joined
    union all
    select
        'L' as kind,
        number,
        customer_id,
        leaves_at,
        'leave',
        0,
        0,
        null,
        last_moment
    from joined
    where leaves_at is not null
    union all
    select
        'E' as kind,
        order_number,
        customer_id,
        ordered_at,
        'earn',
        points_before,
        earned_points,
        order_id,
        last_moment
    from earned
    union all
    select
        'R' as kind,
        order_number,
        customer_id,
        ordered_at,
        'redeem',
        points_before,
        -cast(floor(recent_points * 0.2) as bigint),
        order_id,
        last_moment
    from earned
    where recent_points >= 50 and draw(order_number, 'redeem') < 0.16
    union all
    select
        'X' as kind,
        order_number,
        customer_id,
        later(ordered_at, 86400 * 365),
        'expire',
        points_before,
        -cast(floor(earned_points * 0.3) as bigint),
        null,
        last_moment
    from earned
    where
        earned_points >= 20
        and draw(order_number, 'expire') < 0.10
        and (leaves_at is null or leaves_at > later(ordered_at, 86400 * 365))

)

select
    kind || source_number as loyalty_transaction_id,
    customer_id,
    occurred_at,
    occurred_at as updated_at,
    transaction_type,
    'Home Club' as programme,
    case
        when points_before >= 2000 then 'platinum'
        when points_before >= 500 then 'gold'
        else 'silver'
    end as tier,
    points,
    order_id
from moved
where occurred_at <= last_moment;

create table engagement.events as
with

browsing_counted as (

    select
        people.*,
        settings.last_moment,
        least(
            cast(
                floor(
                    0.43 * exp(0.7 * normal_draw(people.number, 'browsing'))
                    * people.exposed_seconds / 31557600.0
                    + draw(people.number, 'browsing count')
                ) as bigint
            ),
            99
        ) as session_count

    from people
    cross join settings

),

browsing_listed as (

    select
        browsing_counted.*,
        number * 1000 + unnest(range(1, session_count + 1)) as session_number

    from browsing_counted

),

sessions as (

    select
        session_number,
        customer_id,
        later(observed_from, exposed_seconds * draw(session_number, 'session time')) as started_at,
        picked(['web', 'web', 'app', 'app', 'app'], draw(session_number, 'session channel'))
            as channel,
        false as is_buying,
        last_moment
    from browsing_listed
    union all
    select
        order_number + 100 as session_number,
        customer_id,
        later(ordered_at, -480) as started_at,
        channel,
        true as is_buying,
        settings.last_moment
    from placed_orders
    cross join settings
    where channel in ('web', 'app') and draw(order_number, 'tracked session') < 0.08

),

steps as (

    select *
    from (
        values
        (1, 'login', 0, 0.30, 0.60),
        (2, 'visit', 4, 1.00, 1.00),
        (3, 'view', 50, 0.85, 1.00),
        (4, 'favourite', 130, 0.15, 0.10),
        (5, 'consult', 200, 0.06, 0.05),
        (6, 'cart', 280, 0.20, 1.00),
        (7, 'checkout', 420, 0.00, 1.00)
    ) as listed (step, event_type, seconds, browsing_share, buying_share)

),

happened as (

    select
        sessions.*,
        steps.step,
        steps.event_type,
        later(sessions.started_at, steps.seconds) as occurred_at

    from sessions
    inner join steps
        on
            draw(sessions.session_number * 10 + steps.step, 'session step')
            < case when sessions.is_buying then steps.buying_share else steps.browsing_share end

)

select
    format('V{}-{}', session_number, step) as event_id,
    customer_id,
    occurred_at,
    occurred_at as updated_at,
    event_type,
    channel,
    format('V{}', session_number) as session_id,
    case
        when event_type in ('view', 'favourite', 'cart', 'consult')
            then picked(
                ['cameras', 'doorbells', 'locks', 'lighting', 'heating', 'speakers', 'sensors'],
                draw(session_number, 'session category')
            )
    end as product_category
from happened
where occurred_at <= last_moment;
