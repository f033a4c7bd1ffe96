-- What customers were asked, whether they answered, and what they said.
create table surveys.surveys as
select
    listed.survey_id,
    cast(settings.first_day - 60 as timestamp) as updated_at,
    listed.name,
    listed.metric,
    listed.scale_min,
    listed.scale_max,
    true as is_higher_better,
    listed.satisfied_from,
    listed.question,
    listed.question_count,
    listed.touchpoint,
    '1' as version
from (
    values
    (
        'S1', 'Relationship', 'nps', 0, 10, null,
        'How likely are you to recommend us to a friend? / 您有多大可能向朋友推荐我们？', 2, 'relationship'
    ),
    (
        'S2', 'After a support ticket', 'csat', 1, 5, 4,
        'How satisfied are you with our support? / 您对本次客服是否满意？', 2, 'support'
    ),
    (
        'S3', 'After delivery', 'csat', 1, 5, 4,
        'How satisfied are you with the delivery? / 您对本次配送是否满意？', 2, 'delivery'
    ),
    (
        'S4', 'Effort', 'ces', 1, 7, 5,
        'We made it easy to solve my matter. / 解决我的问题很轻松。', 1, 'support'
    )
) as listed (
    survey_id, name, metric, scale_min, scale_max, satisfied_from, question, question_count,
    touchpoint
)
cross join settings;

-- `mood` is the answer to expect, before the noise that every answer has.
create table asked as
with

rounds as (

    select
        people.*,
        settings.first_moment,
        settings.last_moment,
        unnest(
            range(date_diff('day', settings.first_moment, settings.last_moment) // 182 + 1)
        ) as round,
        people.number * 1000 + round as occasion_number

    from people
    cross join settings
    where people.merged_into_number is null

),

waves as (

    select
        number,
        occasion_number,
        1 as kind,
        later(
            first_moment, 36000 + 86400 * 182 * (round + draw(number, 'relationship day'))
        ) as sent_at,
        true as is_invited

    from rounds
    where
        draw(occasion_number, 'relationship sample') < 0.38
        and sent_at > created_at + interval 60 days
        and sent_at <= last_moment

),

-- Answers in the shop's feedback corner, which nobody was invited to.
volunteered as (

    select
        people.number,
        people.number * 1000 + 999 as occasion_number,
        5 as kind,
        later(
            people.observed_from,
            date_diff('second', people.observed_from, settings.last_moment)
            * draw(people.number, 'feedback corner time')
        ) as sent_at,
        false as is_invited

    from people
    cross join settings
    where draw(people.number, 'feedback corner') < 0.22

),

relationship as (

    select * from waves
    union all
    select * from volunteered

),

pained as (

    select
        relationship.*,
        coalesce(relationship.sent_at < pains.hurts_from + interval 240 days, false) as is_pained

    from relationship
    asof left join felt_pains as pains
        on
            relationship.number = pains.number
            and relationship.sent_at >= pains.hurts_from

),

late_orders as (

    select number, delivered_at
    from placed_orders
    where is_late and delivered_at is not null

),

belated as (

    select
        pained.*,
        coalesce(pained.sent_at < late_orders.delivered_at + interval 120 days, false) as is_belated

    from pained
    asof left join late_orders
        on
            pained.number = late_orders.number
            and pained.sent_at >= late_orders.delivered_at

),

solved as (

    select *
    from come_tickets
    where solved_at <= last_moment and ticket_number % 397 != 7

),

occasions as (

    select
        number,
        occasion_number,
        kind,
        'S1' as survey_id,
        'relationship' as touchpoint,
        sent_at,
        is_invited,
        cast(null as varchar) as ticket_id,
        cast(null as varchar) as order_id,
        8.2 - 3.0 * cast(is_pained as integer) - 1.3 * cast(is_belated as integer) as mood,
        1.0 as satisfaction_weight,
        1.5 as noise,
        0 as scale_min,
        10 as scale_max,
        case when is_pained then 'slow' when is_belated then 'late' else 'general' end as theme
    from belated
    union all
    select
        number,
        ticket_number,
        2,
        'S2',
        'support',
        later(solved_at, 1800),
        true,
        ticket_id,
        order_id,
        5.1
        - 0.45 * ln(1 + reply_hours / 2)
        - 0.12 * ln(1 + solving_hours / 8)
        - 0.9 * cast(is_reopened as integer)
        - 0.3 * cast(is_complaint as integer),
        0.25,
        0.7,
        1,
        5,
        case when is_painful then 'slow' else 'support' end
    from solved
    where draw(ticket_number, 'csat sample') < 0.60
    union all
    select
        number,
        order_number,
        3,
        'S3',
        'delivery',
        later(delivered_at, 86400),
        true,
        null,
        order_id,
        4.5 - 0.2 * cast(is_late as integer)
        - 0.45 * greatest(cast(delivered_at as date) - promised_delivery_on, 0),
        0.25,
        0.7,
        1,
        5,
        case when is_late then 'late' else 'delivery' end
    from placed_orders
    where is_sent and delivered_at is not null and draw(order_number, 'delivery sample') < 0.25
    union all
    select
        number,
        ticket_number,
        4,
        'S4',
        'support',
        later(solved_at, 3600),
        true,
        ticket_id,
        order_id,
        6.4
        - 0.40 * ln(1 + reply_hours / 2)
        - 1.4 * cast(is_reopened as integer)
        - 0.7 * cast(waits_for = 'customer' as integer),
        0.3,
        1.0,
        1,
        7,
        case when is_painful then 'slow' else 'support' end
    from solved
    where draw(ticket_number, 'effort sample') < 0.32

)

select
    occasions.*,
    occasions.occasion_number * 10 + occasions.kind as invitation_number,
    people.customer_id,
    people.language,
    people.satisfaction,
    settings.last_moment,
    case
        when not occasions.is_invited then 'web_widget'
        else picked(
            case people.language
                when 'zh' then ['wechat', 'wechat', 'wechat', 'sms', 'email', 'in_app']
                else ['email', 'email', 'email', 'sms', 'in_app', 'in_app']
            end,
            draw(invitation_number, 'survey channel')
        )
    end as channel,
    case
        when
            occasions.is_invited
            and draw(invitation_number, 'bounced')
            < case channel when 'email' then 0.04 when 'sms' then 0.02 else 0 end
            then later(occasions.sent_at, 30)
    end as bounced_at,
    case
        when not occasions.is_invited then true
        else bounced_at is null and draw(invitation_number, 'answers')
            < case channel
                when 'email' then 0.46
                when 'sms' then 0.42
                when 'in_app' then 0.62
                else 0.60
            end
    end as answers,
    case
        when
            occasions.is_invited
            and bounced_at is null
            and (answers or draw(invitation_number, 'only opens') < 0.35)
            then later(
                occasions.sent_at,
                60 * exp(5.5 + 1.3 * clamped(normal_draw(invitation_number, 'opens after'), -3, 2))
            )
    end as opens_at,
    cast(20 + floor(160 * pow(draw(invitation_number, 'duration'), 2)) as integer)
        as duration_seconds,
    case
        when not answers then null
        when occasions.is_invited then later(opens_at, duration_seconds + 10)
        else occasions.sent_at
    end as answers_at
from occasions
inner join people on occasions.number = people.number
inner join settings on occasions.sent_at <= settings.last_moment;

create table surveys.invitations as
select
    'I' || invitation_number as invitation_id,
    survey_id,
    customer_id,
    sent_at,
    greatest(
        sent_at, bounced_at, case when opens_at <= last_moment then opens_at end
    ) as updated_at,
    channel,
    touchpoint,
    case when opens_at <= last_moment then opens_at end as opened_at,
    case when bounced_at <= last_moment then bounced_at end as bounced_at,
    ticket_id,
    order_id
from asked
where is_invited and coalesce(bounced_at, sent_at) <= last_moment;

create table surveys.responses as
with

scored as (

    select
        asked.*,
        cast(
            clamped(
                round(
                    mood
                    -- The app asks about support before the matter is closed.
                    - case when survey_id = 'S2' and channel = 'in_app' then 0.4 else 0 end
                    + satisfaction_weight * satisfaction
                    + noise * normal_draw(invitation_number, 'score')
                ),
                scale_min,
                scale_max
            ) as integer
        ) as score,
        (score - scale_min) / cast(scale_max - scale_min as double) as share_of_scale,
        case
            when share_of_scale >= 0.75 and theme in ('slow', 'late') then 'thanks'
            when share_of_scale >= 0.75 then theme || ' good'
            when theme in ('slow', 'late') then theme
            when share_of_scale >= 0.55 then 'fair'
            else theme || ' bad'
        end as comment_theme

    from asked
    where answers_at <= last_moment

),

phrases as (

    select *
    from (
        values
        ('slow', 'zh', ['等了好久才有人回复，太慢了', '客服响应太慢，问题拖了好几天', '一直没人理，最后自己解决的', '反复沟通才解决，很累']),
        (
            'slow', 'en',
            [
                'Waited far too long for a reply.', 'Nobody answered for days.',
                'Had to ask three times before anyone helped', 'Slow support, I nearly gave up.'
            ]
        ),
        ('late', 'zh', ['快递晚了好几天', '说好的送达日期没有做到，物流太慢', '配送延误也没有通知']),
        (
            'late', 'en',
            [
                'Parcel came days late.', 'Delivery date was missed and nobody told me',
                'Courier was late again.'
            ]
        ),
        ('thanks', 'zh', ['虽然等了一会儿，但是解决了', '最后处理得不错']),
        ('thanks', 'en', ['Took a while but sorted in the end', 'Good outcome, thanks.']),
        ('fair', 'zh', ['还可以', '一般般，价格有点贵', '功能还行，希望更稳定']),
        (
            'fair', 'en',
            ['It is okay.', 'Decent but a bit expensive', 'Fine, could be easier to set up']
        ),
        ('general good', 'zh', ['产品很好用，推荐给朋友了', '质量不错，性价比高', '用了两年很满意👍', '安装简单，客服也专业']),
        (
            'general good', 'en',
            [
                'Great products, easy to set up', 'Love the app 😊',
                'Good value and friendly staff', 'Works every day, would buy again'
            ]
        ),
        ('general bad', 'zh', ['设备经常掉线', '价格太贵，不值', '应用总是闪退']),
        (
            'general bad', 'en',
            [
                'Camera keeps going offline', 'Too expensive for what it does',
                'The app crashes a lot'
            ]
        ),
        ('support good', 'zh', ['客服很快就解决了', '态度很好，专业', '回复及时，谢谢']),
        (
            'support good', 'en',
            ['Quick and friendly help', 'Solved in minutes, thank you!', 'Very patient agent']
        ),
        ('support bad', 'zh', ['答非所问，没有解决', '机器人回复没用', '态度冷淡']),
        (
            'support bad', 'en',
            ['Did not understand my question', 'The bot was no use', 'Still not fixed']
        ),
        ('delivery good', 'zh', ['送货很快，包装完好', '快递员态度好', '准时送达']),
        (
            'delivery good', 'en',
            ['Arrived on time, well packed', 'Fast delivery', 'Courier was lovely']
        ),
        ('delivery bad', 'zh', ['包装破损', '放在门口没打电话']),
        ('delivery bad', 'en', ['Box was damaged', 'Left in the rain'])
    ) as listed (theme, language, sentences)

)

select
    'R' || scored.invitation_number as response_id,
    scored.survey_id,
    scored.answers_at as responded_at,
    scored.answers_at as updated_at,
    scored.score,
    case when scored.is_invited then 'I' || scored.invitation_number end as invitation_id,
    case
        when scored.is_invited or draw(scored.invitation_number, 'anonymous') < 0.7
            then scored.customer_id
    end as customer_id,
    case
        when draw(scored.invitation_number, 'comments') < 0.25 + 0.3 * (1 - scored.share_of_scale)
            then picked(phrases.sentences, draw(scored.invitation_number, 'comment'))
    end as comment,
    scored.language,
    scored.channel,
    scored.touchpoint,
    scored.ticket_id,
    scored.order_id,
    scored.duration_seconds
from scored
inner join phrases
    on scored.comment_theme = phrases.theme and scored.language = phrases.language;
