-- Tickets and their events, up to the last moment. A ticket about an order that was never placed
-- never came.
create table come_tickets as
select
    courses.*,
    'T' || courses.ticket_number as ticket_id,
    placed_orders.order_id,
    agents.agent_id
from ticket_courses as courses
left join placed_orders on courses.order_number = placed_orders.order_number
inner join agents
    on
        courses.team = agents.team
        and 1 + cast(floor(courses.slot_count * draw(courses.ticket_number, 'desk')) as integer)
        = agents.slot
        and cast(courses.created_at as date)
        between agents.valid_from and coalesce(agents.valid_to, date '9999-12-31')
where courses.order_number is null or placed_orders.order_number is not null;

-- From when on a customer rates us lower.
create table felt_pains as
select pains.*
from pains
inner join come_tickets on pains.ticket_number = come_tickets.ticket_number;

create table support.ticket_events as
with

-- `step` orders the events of one ticket at the same moment.
happened as (

    select
        ticket_number, ticket_id, 1 as step, created_at as occurred_at,
        'created' as event_type, 'customer' as actor_type, customer_id as actor_id,
        null as from_value, 'open' as to_value, last_moment
    from come_tickets
    union all
    select
        ticket_number, ticket_id, 2, later(created_at, 40),
        'public_reply', 'bot', case language when 'zh' then 'B001' else 'B002' end,
        null, null, last_moment
    from come_tickets
    where channel in ('chat', 'wechat', 'app') and draw(ticket_number, 'bot') < 0.22
    union all
    select
        ticket_number, ticket_id, 3, later(created_at, 900),
        'assigned', 'system', null,
        null, agent_id, last_moment
    from come_tickets
    where is_replied and reply_hours > 0.5 and draw(ticket_number, 'assigned') < 0.10
    union all
    select
        ticket_number, ticket_id, 4,
        later(created_at, date_diff('second', created_at, reply_at) * 0.7),
        'escalated', 'customer', customer_id,
        null, null, last_moment
    from come_tickets
    where is_replied and is_complaint and reply_hours > 24
    union all
    select
        ticket_number, ticket_id, 5, reply_at,
        'public_reply', 'agent', agent_id,
        null, null, last_moment
    from come_tickets
    where is_replied
    union all
    select
        ticket_number, ticket_id, 6, later(reply_at, 60),
        'status_changed', 'agent', agent_id,
        'open', case waits_for when 'customer' then 'pending' else 'on_hold' end, last_moment
    from come_tickets
    where is_replied and waits_for != 'none'
    union all
    select
        ticket_number, ticket_id, 7, later(reply_at, 120),
        'internal_note', 'agent', agent_id,
        null, null, last_moment
    from come_tickets
    where is_replied and waits_for = 'supplier'
    union all
    select
        ticket_number, ticket_id, 8, customer_reply_at,
        'public_reply', 'customer', customer_id,
        null, null, last_moment
    from come_tickets
    where customer_reply_at is not null
    union all
    select
        ticket_number, ticket_id, 9, customer_reply_at,
        'status_changed', 'system', null,
        'pending', 'open', last_moment
    from come_tickets
    where customer_reply_at is not null
    union all
    select
        ticket_number, ticket_id, 10, first_solved_at,
        'status_changed', 'agent', agent_id,
        case waits_for when 'supplier' then 'on_hold' else 'open' end, 'solved', last_moment
    from come_tickets
    where is_handled
    union all
    select
        ticket_number, ticket_id, 11, reopened_at,
        'public_reply', 'customer', customer_id,
        null, null, last_moment
    from come_tickets
    where reopened_at is not null
    union all
    select
        ticket_number, ticket_id, 12, reopened_at,
        'status_changed', 'customer', customer_id,
        'solved', 'open', last_moment
    from come_tickets
    where reopened_at is not null
    union all
    select
        ticket_number, ticket_id, 13, solved_again_at,
        'status_changed', 'agent', agent_id,
        'open', 'solved', last_moment
    from come_tickets
    where solved_again_at is not null
    union all
    select
        ticket_number, ticket_id, 14, closed_at,
        'status_changed', 'system', null,
        'solved', 'closed', last_moment
    from come_tickets
    where closed_at is not null
    union all
    select
        ticket_number, ticket_id, 15, merged_at,
        'merged', 'agent', agent_id,
        null, 'T' || merged_into_number, last_moment
    from come_tickets
    where merged_at is not null
    union all
    select
        ticket_number, ticket_id, 16, merged_at,
        'status_changed', 'agent', agent_id,
        'open', 'closed', last_moment
    from come_tickets
    where merged_at is not null

)

select
    format('{}-{:02d}', ticket_id, step) as ticket_event_id,
    ticket_id,
    occurred_at,
    occurred_at as updated_at,
    event_type,
    actor_type,
    actor_id,
    from_value,
    to_value
from happened
where occurred_at <= last_moment;

create table support.tickets as
with

last_events as (

    select
        ticket_id,
        max(occurred_at) as updated_at,
        arg_max(to_value, ticket_event_id) filter (where event_type = 'status_changed')
            as last_status,
        bool_or(event_type in ('assigned', 'public_reply') and actor_type != 'bot') as is_taken

    from support.ticket_events
    group by ticket_id

),

subjects as (

    select *
    from (
        values
        ('device', 'zh', ['设备无法连接', '固件升级后离线', '摄像头画面卡顿', '门锁电量异常', '配网失败']),
        (
            'device', 'en',
            [
                'Device keeps going offline', 'Camera image freezes', 'Cannot pair my hub',
                'Firmware update failed', 'Lock battery drains'
            ]
        ),
        ('subscription', 'zh', ['会员扣费问题', '想更换套餐', '自动续费怎么关闭', '发票申请']),
        (
            'subscription', 'en',
            [
                'Question about my bill', 'Change my plan',
                'Charged twice this month', 'Stop automatic renewal'
            ]
        ),
        ('account', 'zh', ['无法登录', '更换手机号', '删除账号数据']),
        ('account', 'en', ['Cannot sign in', 'Change my phone number', 'Delete my data']),
        ('advice', 'zh', ['请推荐适合出租屋的门锁', '产品是否支持网关', '批量采购咨询']),
        (
            'advice', 'en',
            ['Which lock fits my door?', 'Does it work with my hub?', 'Quote for twelve rooms']
        ),
        ('delivery', 'zh', ['快递还没到', '包裹破损', '物流信息不更新']),
        (
            'delivery', 'en',
            ['Where is my parcel?', 'Parcel arrived damaged', 'Tracking has not moved']
        ),
        ('returns', 'zh', ['申请退货', '退款没到账']),
        ('returns', 'en', ['I want to return this', 'Refund not received'])
    ) as listed (category, language, subjects)

)

select
    tickets.ticket_id,
    tickets.customer_id,
    tickets.created_at,
    last_events.updated_at,
    case
        when last_events.last_status is not null then last_events.last_status
        when last_events.is_taken then 'open'
        else 'new'
    end as ticket_status,
    tickets.channel,
    tickets.category,
    picked(
        case tickets.category
            when 'device' then ['pairing', 'offline', 'firmware']
            when 'subscription' then ['billing', 'plan_change']
            when 'account' then ['login', 'privacy']
            when 'advice' then ['compatibility', 'quote']
            when 'delivery' then ['late', 'damaged']
            else ['return', 'refund']
        end,
        draw(tickets.ticket_number, 'subcategory')
    ) as subcategory,
    tickets.priority,
    tickets.is_complaint,
    tickets.agent_id,
    tickets.team,
    tickets.order_id,
    tickets.schedule,
    picked(subjects.subjects, draw(tickets.ticket_number, 'subject')) as subject,
    case
        when tickets.merged_at <= tickets.last_moment
            then 'T' || tickets.merged_into_number
    end as merged_into_ticket_id,
    tickets.ticket_number % 397 = 7 as is_deleted
from come_tickets as tickets
inner join last_events on tickets.ticket_id = last_events.ticket_id
inner join subjects
    on tickets.category = subjects.category and tickets.language = subjects.language;
