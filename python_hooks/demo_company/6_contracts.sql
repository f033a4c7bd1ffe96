-- Service contracts, term by term, and what the sales and care staff did.
create table terms as
with

subscribed as (

    select
        people.*,
        settings.first_day,
        settings.last_day,
        -- Contracts of customers known before may have begun up to ten months before the first day.
        cast(
            greatest(
                people.created_at,
                later(
                    settings.first_moment,
                    -86400 * 300 * draw(people.number, 'earlier subscription')
                )
            ) as date
        ) + 1 + cast(floor(90 * draw(people.number, 'subscribes after')) as integer) as first_start,
        1 + cast(draw(people.number, 'first plan') < 0.55 as integer)
        + cast(draw(people.number, 'first plan') < 0.18 as integer) as first_level,
        cast(draw(people.number, 'upgrade') < 0.18 as integer)
        - cast(draw(people.number, 'upgrade') > 0.93 as integer) as level_change,
        case people.segment
            when 'consumer' then 1
            when 'small_business' then 2 + cast(floor(4 * draw(people.number, 'seats')) as integer)
            else 8 + cast(floor(22 * draw(people.number, 'seats')) as integer)
        end as seats

    from people
    cross join settings
    where
        not people.is_prospect
        and people.merged_into_number is null
        and draw(people.number, 'subscriber')
        < case people.segment
            when 'consumer' then 0.36
            when 'small_business' then 0.44
            else 0.60
        end

),

-- Terms of one customer follow each other without a gap; a new plan starts with a new term.
listed as (

    select
        subscribed.*,
        -- The shortest plan runs for six months.
        unnest(range(date_diff('month', first_start, last_day) // 6 + 1)) as position

    from subscribed
    where first_start <= last_day

),

leveled as (

    select
        listed.*,
        number * 100 + position as term_number,
        case
            when position = 0 then first_level
            else clamped(first_level + level_change, 1, 3)
        end as plan_level

    from listed

),

dated as (

    select
        leveled.*,
        plans.plan,
        plans.monthly_amount,
        cast(
            first_start + to_months(
                cast(
                    coalesce(
                        sum(plans.term_months) over (
                            partition by leveled.number
                            order by leveled.position
                            rows between unbounded preceding and 1 preceding
                        ),
                        0
                    ) as integer
                )
            ) as date
        ) as starts_on,
        cast(starts_on + to_months(plans.term_months) as date) - 1 as ends_on

    from leveled
    inner join plans
        on leveled.plan_level = plans.plan_level and leveled.currency = plans.currency

),

begun as (

    select *
    from dated
    where starts_on <= last_day

),

unhappy as (

    select
        begun.term_number,
        cast(departures.leaves_at as date) as leaves_on

    from begun
    inner join departures
        on
            begun.number = departures.number
            and departures.leaves_at >= begun.starts_on
            and departures.leaves_at < begun.ends_on

),

decided as (

    -- Who leaves us lets the contract run out, or cancels it.
    select
        begun.*,
        unhappy.leaves_on,
        case
            when
                draw(begun.term_number, 'cancels')
                < case when leaves_on is null then 0.03 else 0.25 end
                then case
                    when leaves_on is null
                        then begun.starts_on + 20 + cast(
                            floor(
                                (begun.ends_on - begun.starts_on - 20)
                                * draw(begun.term_number, 'cancels on')
                            ) as integer
                        )
                    else least(
                        leaves_on
                        + 5
                        + cast(floor(40 * draw(begun.term_number, 'thinks it over')) as integer),
                        begun.ends_on
                    )
                end
        end as wishes_to_cancel_on,
        leaves_on is not null or draw(begun.term_number, 'lapses') < 0.06 as lapses,
        wishes_to_cancel_on is not null or lapses as is_last

    from begun
    left join unhappy on begun.term_number = unhappy.term_number

),

chained as (

    select
        decided.*,
        coalesce(
            bool_or(is_last) over (
                partition by number
                order by position
                rows between unbounded preceding and 1 preceding
            ),
            false
        ) as is_over_before

    from decided

)

select
    chained.* exclude (is_over_before),
    'K' || term_number as contract_id,
    case when position > 0 then 'K' || (term_number - 1) end as renewed_from_contract_id,
    case when wishes_to_cancel_on <= last_day then wishes_to_cancel_on end as cancelled_on,
    case when plan_level >= 2 and draw(number, 'pays yearly') < 0.35 then 12 else 1 end
        as billing_months
from chained
where not is_over_before;

create table crm.contracts as
select
    contract_id,
    customer_id,
    starts_on,
    ends_on,
    renewed_from_contract_id,
    cancelled_on,
    -- A year paid at once costs ten months; prices rise by 3 percent at every renewal.
    cast(
        round(
            monthly_amount * seats
            * case billing_months when 12 then 10 else 1 end
            * (100 + 3 * position) * 0.01,
            2
        ) as decimal(18, 2)
    ) as recurring_amount,
    billing_months,
    currency,
    plan,
    -- This company lets customers go on the day of their notice.
    cancelled_on as ended_on,
    cast(greatest(starts_on, cancelled_on) as timestamp) + interval 9 hours as updated_at
from terms;

create table crm.activities as
with

contacts_counted as (

    select
        people.*,
        cast(
            floor(
                case people.segment
                    when 'consumer' then 0.5
                    when 'small_business' then 1.3
                    else 3
                end
                * people.exposed_seconds / 31557600.0
                + draw(people.number, 'contact count')
            ) as bigint
        ) as contact_count

    from people

),

contacts_listed as (

    select
        contacts_counted.*,
        number * 1000 + unnest(range(1, contact_count + 1)) as contact_number

    from contacts_counted

),

planned as (

    select
        'G' as kind,
        contact_number as activity_number,
        customer_id,
        picked(
            [
                'call', 'call', 'email', 'email', 'email', 'message', 'message', 'visit', 'task',
                'offer', 'offer', 'recommendation', 'recommendation'
            ],
            draw(contact_number, 'contact type')
        ) as activity_type,
        later(observed_from, 86400 + exposed_seconds * 1.03 * draw(contact_number, 'contact due'))
            as due_at,
        language,
        satisfaction
    from contacts_listed
    union all
    select
        'C' as kind,
        pains.ticket_number,
        tickets.customer_id,
        'care',
        later(pains.hurts_from, 86400 * (1 + 5 * draw(pains.ticket_number, 'care due'))),
        tickets.language,
        tickets.satisfaction
    from felt_pains as pains
    inner join come_tickets as tickets on pains.ticket_number = tickets.ticket_number
    where
        draw(pains.ticket_number, 'care') < 0.4
        and pains.hurts_from <= tickets.last_moment
    union all
    select
        'R' as kind,
        term_number,
        customer_id,
        'offer',
        cast(ends_on - 30 as timestamp) + interval 10 hours,
        language,
        satisfaction
    from terms
    where ends_on - 30 between first_day and last_day + 20

),

done as (

    select
        planned.*,
        settings.last_moment,
        case
            when draw(activity_number, 'missed') >= 0.07
                then later(due_at, 3600 * (-20 + 60 * draw(activity_number, 'done after')))
        end as done_at,
        case
            when done_at > settings.first_moment and done_at <= settings.last_moment then done_at
        end as occurred_at,
        case
            when activity_type in ('call', 'visit', 'care')
                then later(occurred_at, 60 * (2 + 25 * draw(activity_number, 'call length')))
            else occurred_at
        end as finished_at

    from planned
    cross join settings

)

select
    kind || activity_number as activity_id,
    customer_id,
    activity_type,
    case
        when activity_type in ('email', 'offer', 'recommendation') then 'email'
        when activity_type in ('call', 'care') then 'phone'
        when activity_type = 'message' and language = 'zh' then 'wechat'
        when activity_type = 'message' then 'sms'
        when activity_type = 'visit' then 'in_person'
    end as channel,
    picked(
        ['Gao Yuan', 'Helen Price', 'Luo Jing', 'Mark Evans', 'Tang Wei', 'Lucy Shaw'],
        draw(activity_number, 'activity owner')
    ) as owner,
    due_at,
    occurred_at,
    case when finished_at <= last_moment then finished_at end as completed_at,
    case
        when occurred_at is null or finished_at > last_moment then null
        when activity_type in ('offer', 'recommendation')
            then case
                when draw(activity_number, 'accepted') < 0.24 + 0.06 * clamped(satisfaction, -2, 2)
                    then 'accepted'
                when draw(activity_number, 'accepted') < 0.60 then 'declined'
                else 'no_answer'
            end
        when activity_type in ('call', 'care') and draw(activity_number, 'reached') < 0.25
            then 'no_answer'
        else 'done'
    end as outcome,
    case
        when kind = 'R' then 'Renewal'
        when activity_type in ('offer', 'recommendation') and month(due_at) in (10, 11)
            then 'November Sale'
        when activity_type in ('offer', 'recommendation') then 'Home Upgrade'
    end as campaign,
    -- Planned six weeks ahead.
    greatest(
        later(least(due_at, last_moment), -3628800),
        occurred_at,
        case when finished_at <= last_moment then finished_at end
    ) as updated_at
from done;
