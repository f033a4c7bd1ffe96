-- What customers would buy, and what they ask the service desk; then who was hurt by a slow answer.
-- Wished orders come first since tickets are about orders; the orders that bad experience costs us
-- are taken away afterwards, in 4_commerce.sql.
create table wished_orders as
with

counted as (

    select
        people.*,
        settings.first_moment,
        settings.last_moment,
        least(
            cast(
                floor(
                    people.yearly_orders * people.exposed_seconds / 31557600.0
                    + draw(people.number, 'order count')
                ) as bigint
            ),
            899
        ) as wish_count

    from people
    cross join settings
    where not people.is_prospect

),

listed as (

    select
        counted.*,
        unnest(range(1, wish_count + 1)) as position,
        number * 1000 + position as order_number

    from counted

),

dated as (

    -- A newly won customer orders soon; later ones follow in the customer's own rhythm.
    -- Nobody orders between 22 and 8 o'clock.
    select
        listed.*,
        position = 1 and created_at >= first_moment as is_first,
        case
            when is_first
                then later(
                    observed_from,
                    least(
                        600 + 86400 * 20 * pow(draw(order_number, 'first order'), 3),
                        exposed_seconds
                    )
                )
            else later(
                date_trunc(
                    'day',
                    later(
                        observed_from,
                        exposed_seconds
                        * (
                            position - 1
                            + case
                                when is_steady then 0.3 + 0.4 * draw(order_number, 'order day')
                                else draw(order_number, 'order day')
                            end
                        )
                        / wish_count
                    )
                ),
                3600 * (8 - utc_offset_hours + 14 * draw(order_number, 'order time'))
            )
        end as ordered_at

    from listed

),

wanted as (

    -- Quiet in January and summer, busy in November; a little busier at weekends.
    select *
    from dated
    where
        ordered_at between observed_from and last_moment
        and (
            is_first
            or is_steady
            or draw(order_number, 'season')
            < [0.58, 0.52, 0.60, 0.60, 0.66, 0.72, 0.60, 0.57, 0.66, 0.72, 1.00, 0.84]
            [month(ordered_at)]
            * case when dayofweek(ordered_at) in (0, 6) then 1 else 0.85 end
        )

),

placed as (

    select
        wanted.*,
        case
            when draw(order_number, 'order channel') < 0.20 and store is not null then 'store'
            when draw(order_number, 'order channel') < 0.62 then 'web'
            when draw(order_number, 'order channel') < 0.95 then 'app'
            else 'phone'
        end as channel,
        case when ordered_at < changed_at then first_region else region end as order_region,
        draw(order_number, 'cancelled') < 0.04 as is_cancelled,
        channel != 'store' as is_sent,
        case
            when is_sent then cast(ordered_at as date) + case country when 'China' then 3 else 4 end
        end as promised_delivery_on

    from wanted

),

delivered as (

    -- Parcels are late in November, in South China while a new carrier settles in, and in England
    -- until a second carrier takes over there.
    select
        placed.*,
        is_sent and draw(order_number, 'late')
        < case
            when
                order_region = 'South China'
                and epoch(ordered_at - first_moment) / epoch(last_moment - first_moment)
                between 0.52 and 0.68
                then 0.38
            when order_region in ('South England', 'North England')
                then case
                    when epoch(ordered_at - first_moment) / epoch(last_moment - first_moment) < 0.55
                        then 0.12
                    else 0.02
                end
            when month(ordered_at) = 11 then 0.24
            else 0.08
        end as is_late,
        case
            when is_late
                then cast(promised_delivery_on as timestamp)
                    + to_days(
                        1 + cast(floor(7 * pow(draw(order_number, 'late days'), 2)) as integer)
                    )
            when is_sent
                then cast(cast(ordered_at as date) as timestamp) + to_days(
                    1 + cast(
                        floor(
                            (promised_delivery_on - cast(ordered_at as date))
                            * draw(order_number, 'travel days')
                        ) as integer
                    )
                )
        end as delivery_day,
        case
            when is_sent
                then later(
                    delivery_day,
                    3600 * (9 - utc_offset_hours + 9 * draw(order_number, 'delivery time'))
                )
            else ordered_at
        end as delivery_at

    from placed

)

select
    order_number,
    number,
    customer_id,
    ordered_at,
    channel,
    case when not is_sent then store end as store,
    order_region as region,
    currency,
    language,
    segment,
    utc_offset_hours,
    promised_delivery_on,
    is_sent,
    is_cancelled,
    is_late and not is_cancelled as is_late,
    delivery_at,
    not is_cancelled and draw(order_number, 'returned') < 0.055 as is_returned,
    later(delivery_at, 86400 * (2 + 10 * draw(order_number, 'return time'))) as return_at
from delivered;

create table wished_tickets as
with

general_counted as (

    select
        people.*,
        least(
            cast(
                floor(
                    people.yearly_tickets * people.exposed_seconds / 31557600.0
                    + draw(people.number, 'ticket count')
                ) as bigint
            ),
            99
        ) as ticket_count

    from people

),

general_listed as (

    select
        general_counted.*,
        number * 1000 + unnest(range(1, ticket_count + 1)) as ticket_number

    from general_counted

),

general as (

    select
        ticket_number,
        number,
        cast(null as bigint) as order_number,
        later(
            date_trunc(
                'day', later(observed_from, exposed_seconds * draw(ticket_number, 'ticket day'))
            ),
            3600 * (7 - utc_offset_hours + 15.5 * draw(ticket_number, 'ticket time'))
        ) as created_at,
        picked(
            [
                'device', 'device', 'device', 'device', 'subscription', 'subscription', 'account',
                'account', 'advice', 'advice'
            ],
            draw(ticket_number, 'ticket category')
        ) as category,
        draw(ticket_number, 'complaint') < 0.11 as is_complaint

    from general_listed

),

about_orders as (

    select
        order_number + 100 as ticket_number,
        number,
        order_number,
        case
            when is_late
                then later(
                    cast(promised_delivery_on as timestamp) + interval 1 day,
                    3600 * (8 - utc_offset_hours + 14 * draw(order_number, 'late ticket time'))
                )
            when is_returned
                then later(
                    delivery_at,
                    date_diff('second', delivery_at, return_at)
                    * draw(order_number, 'return ticket')
                )
            else later(delivery_at, 86400 * 8 * draw(order_number, 'order ticket time'))
        end as created_at,
        case
            when is_late or not is_returned then 'delivery'
            else 'returns'
        end as category,
        draw(order_number, 'order complaint')
        < case when is_late then 0.55 when is_returned then 0.20 else 0.14 end as is_complaint

    from wished_orders
    where
        not is_cancelled
        and draw(order_number, 'order ticket')
        < case when is_late then 0.45 when is_returned then 0.45 else 0.06 end

)

select * from general
union all
select * from about_orders;

-- How each ticket went. Waiting comes from the priority, the team and its backlogs.
create table ticket_courses as
with

sorted as (

    select
        tickets.*,
        people.customer_id,
        people.segment,
        people.language,
        people.first_segment,
        people.satisfaction,
        case
            when people.segment = 'enterprise' then 'Key accounts'
            when tickets.category = 'device' then 'Technical support'
            when tickets.category in ('subscription', 'account') then 'Subscriptions'
            when people.country = 'China' then 'China care'
            else 'UK care'
        end as team,
        case
            when draw(ticket_number, 'priority') < case when is_complaint then 0.14 else 0.05 end
                then 'urgent'
            when draw(ticket_number, 'priority') < case when is_complaint then 0.50 else 0.20 end
                then 'high'
            when draw(ticket_number, 'priority') < 0.84 then 'normal'
            else 'low'
        end as priority,
        picked(
            case people.language
                when 'zh' then ['wechat', 'wechat', 'phone', 'chat', 'app']
                else ['email', 'email', 'phone', 'chat', 'web']
            end,
            draw(ticket_number, 'ticket channel')
        ) as channel,
        settings.last_moment

    from wished_tickets as tickets
    inner join people on tickets.number = people.number
    inner join settings
        on tickets.created_at between people.observed_from and settings.last_moment

),

waited as (

    select
        sorted.*,
        teams.schedule,
        teams.utc_offset_hours,
        teams.slot_count,
        coalesce(sorted.created_at >= teams.trained_on, true) as is_trained,
        coalesce(backlogs.slowdown, 1) as slowdown,
        later(
            sorted.created_at,
            60
            * case sorted.priority
                when 'urgent' then 25
                when 'high' then 70
                when 'normal' then 170
                else 330
            end
            * case when sorted.channel in ('phone', 'chat') then 0.4 else 1 end
            * teams.slowness
            * coalesce(backlogs.slowdown, 1)
            * exp(0.7 * normal_draw(sorted.ticket_number, 'reply speed'))
        ) as ready_at,
        into_working_hours(
            ready_at, teams.utc_offset_hours, draw(sorted.ticket_number, 'morning')
        ) as reply_at

    from sorted
    inner join teams on sorted.team = teams.team
    left join backlogs
        on
            sorted.team = backlogs.team
            and sorted.created_at >= backlogs.starts_on
            and sorted.created_at < backlogs.ends_on

),

worked as (

    select
        waited.*,
        -- A second ticket within three days is often the same matter. A ticket about an order may
        -- turn out not to have come, so nothing is merged into one.
        case
            when
                lag(order_number) over same_customer is null
                and created_at < lag(created_at) over same_customer + interval 3 days
                and draw(ticket_number, 'same matter') < 0.4
                then lag(ticket_number) over same_customer
        end as merged_into_number,
        merged_into_number is null and draw(ticket_number, 'forgotten') >= 0.01 as is_replied,
        is_replied and draw(ticket_number, 'stuck') >= 0.015 as is_handled,
        case
            when draw(ticket_number, 'one touch') < 0.18 then later(reply_at, 240)
            else into_working_hours(
                later(
                    reply_at,
                    3600
                    * case category
                        when 'device' then 22
                        when 'returns' then 18
                        when 'delivery' then 14
                        else 7
                    end
                    * sqrt(slowdown)
                    * exp(0.8 * normal_draw(ticket_number, 'solving speed'))
                ),
                utc_offset_hours,
                draw(ticket_number, 'solving morning')
            )
        end as first_solved_at,
        case
            when not is_handled and draw(ticket_number, 'waiting') < 0.7 then 'customer'
            when not is_handled then 'supplier'
            when first_solved_at < later(reply_at, 3600) then 'none'
            when draw(ticket_number, 'waiting') < 0.14 then 'customer'
            when draw(ticket_number, 'waiting') < 0.18 then 'supplier'
            else 'none'
        end as waits_for,
        later(
            reply_at,
            date_diff('second', reply_at, first_solved_at)
            * (0.2 + 0.6 * draw(ticket_number, 'customer answer'))
        ) as customer_reply_at,
        draw(ticket_number, 'reopened')
        < case when slowdown > 1 or not is_trained then 0.15 else 0.07 end as is_reopened,
        later(first_solved_at, 3600 * (3 + 60 * draw(ticket_number, 'reopened after')))
            as reopened_at,
        into_working_hours(
            later(reopened_at, 3600 * (4 + 40 * draw(ticket_number, 'solved again'))),
            utc_offset_hours,
            draw(ticket_number, 'solved again morning')
        ) as solved_again_at

    from waited
    window same_customer as (partition by number order by created_at, ticket_number)

)

select
    worked.* replace (
        case when is_replied then reply_at end as reply_at,
        case when is_handled then first_solved_at end as first_solved_at,
        case when is_handled and is_reopened then reopened_at end as reopened_at,
        case when is_handled and is_reopened then solved_again_at end as solved_again_at,
        case when is_handled and waits_for = 'customer' then customer_reply_at end
            as customer_reply_at
    ),
    case when merged_into_number is not null then later(created_at, 1500) end as merged_at,
    case
        when is_handled and is_reopened then solved_again_at
        when is_handled then first_solved_at
    end as solved_at,
    case
        when is_handled and draw(ticket_number, 'closed') < 0.30
            then later(solved_at, 86400 * 4)
    end as closed_at,
    date_diff('second', created_at, reply_at) / 3600.0 as reply_hours,
    date_diff('second', created_at, first_solved_at) / 3600.0 as solving_hours,
    is_replied
    and (reply_hours > 20 or coalesce(solving_hours > 110 or is_reopened, true)) as is_painful
from worked;

-- From when on a customer rates us lower. A few of these tickets are about orders that then turn
-- out not to have been placed; `felt_pains` in 5_support.sql leaves them out.
create table pains as
select
    number,
    ticket_number,
    order_number,
    later(created_at, 86400) as hurts_from
from ticket_courses
where is_painful;

-- When a customer leaves for good: a painful ticket, a complaint or a late delivery may be the last
-- straw. Steady customers forgive.
create table departures as
with

disappointments as (

    select
        number,
        ticket_number as event_number,
        later(created_at, 86400) as felt_at

    from ticket_courses
    where is_painful or is_complaint
    union all
    select
        number,
        order_number,
        cast(promised_delivery_on as timestamp) + interval 1 day

    from wished_orders
    where is_late

)

select
    disappointments.number,
    min(disappointments.felt_at) as leaves_at
from disappointments
inner join people on disappointments.number = people.number
where not people.is_steady and draw(disappointments.event_number, 'last straw') < 0.6
group by disappointments.number;
