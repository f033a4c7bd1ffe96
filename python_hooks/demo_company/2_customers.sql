-- Who the customers are. `people` also holds what nobody records but what drives the rest: how
-- often they buy and ask, how easily they are pleased, and when they quietly leave.
create table people as
with

numbered as (

    -- Duplicates point to the customer before them; 113 points to 112 and 112 to 111.
    select
        customers.number,
        case
            when customers.number = 112 or customers.number % 113 = 0 then customers.number - 1
        end as merged_into_number,
        case
            when customers.number in (112, 113) then 111
            else coalesce(merged_into_number, customers.number)
        end as identity_number,
        settings.first_moment,
        settings.last_moment

    from settings
    cross join range(1, settings.customer_count + 1) as customers (number)

),

drawn as (

    select
        numbered.*,
        case
            when draw(identity_number, 'known before') < 0.35
                then later(
                    first_moment,
                    -86400 * (5 + 900 * pow(draw(identity_number, 'earlier arrival'), 1.5))
                )
            else later(
                first_moment,
                date_diff('second', first_moment, last_moment)
                * pow(draw(identity_number, 'arrival'), 0.85)
            )
        end as identity_created_at,
        case
            when draw(identity_number, 'segment') < 0.78 then 'consumer'
            when draw(identity_number, 'segment') < 0.95 then 'small_business'
            else 'enterprise'
        end as segment,
        cast(floor(100 * draw(identity_number, 'home')) as integer) as hundredth

    from numbered

),

dated as (

    select
        drawn.*,
        case
            when merged_into_number is null then identity_created_at
            else least(
                later(identity_created_at, 86400 * (1 + 40 * draw(number, 'duplicate created'))),
                last_moment
            )
        end as created_at,
        case
            when merged_into_number is not null
                then least(
                    later(created_at, 86400 * (1 + 90 * draw(number, 'duplicate merged'))),
                    last_moment
                )
        end as merged_at,
        greatest(created_at, first_moment) as observed_from

    from drawn

),

changed as (

    select
        dated.*,
        case
            when
                merged_into_number is null
                and date_diff('day', observed_from, last_moment) > 60
                and draw(number, 'has changed') < 0.06
                then later(
                    observed_from,
                    date_diff('second', observed_from, last_moment)
                    * (0.1 + 0.8 * draw(number, 'changed at'))
                )
        end as changed_at,
        draw(number, 'kind of change') < 0.5 as changes_segment

    from dated

),

housed as (

    select
        changed.number,
        format('C{:05d}', changed.number) as customer_id,
        changed.identity_number,
        changed.merged_into_number,
        changed.merged_at,
        changed.created_at,
        changed.observed_from,
        changed.last_moment,
        changed.changed_at,
        changed.segment,
        case
            when changed.changed_at is null or not changed.changes_segment then changed.segment
            when changed.segment = 'small_business' then 'consumer'
            else 'small_business'
        end as first_segment,
        homes.city,
        homes.chinese_city,
        homes.country,
        homes.region,
        homes.currency,
        homes.language,
        homes.utc_offset_hours,
        homes.store,
        case
            when changed.changed_at is null or changed.changes_segment then homes.hundredth
            else
                homes.country_first_hundredth
                + cast(
                    floor(homes.country_hundredths * draw(changed.number, 'first home')) as integer
                )
        end as first_hundredth

    from changed
    inner join city_shares as homes on changed.hundredth = homes.hundredth

)

select
    housed.* exclude (first_hundredth, last_moment, changed_at),
    first_homes.city as first_city,
    first_homes.region as first_region,
    case
        when first_homes.city != housed.city or housed.first_segment != housed.segment
            then housed.changed_at
    end as changed_at,
    coalesce(
        housed.merged_at,
        later(housed.observed_from, -86400 * 1300 * ln(1 - draw(housed.number, 'lifetime')))
    ) as left_at,
    greatest(
        date_diff('second', housed.observed_from, least(left_at, housed.last_moment)), 0
    ) as exposed_seconds,
    draw(housed.number, 'prospect') < 0.14 as is_prospect,
    -- Steady customers come back rarely, but always.
    draw(housed.number, 'steady') < 0.25 as is_steady,
    normal_draw(housed.number, 'satisfaction') as satisfaction,
    case
        when draw(housed.number, 'prospect') < 0.14 then 0
        when is_steady then 2.6
        else
            8.4
            * exp(0.4 * normal_draw(housed.number, 'buying'))
            * case housed.segment when 'consumer' then 1.0 when 'small_business' then 1.4 else 2 end
    end as yearly_orders,
    0.76
    * exp(0.5 * normal_draw(housed.number, 'asking'))
    * case housed.segment when 'consumer' then 1.0 when 'small_business' then 1.5 else 2.5 end
    * case when draw(housed.number, 'prospect') < 0.14 then 0.3 else 1 end as yearly_tickets
from housed
inner join city_shares as first_homes on housed.first_hundredth = first_homes.hundredth;

create table crm.customers as
with

described as (

    select
        people.*,
        picked(
            [
                {'chinese': '王', 'latin': 'wang'}, {'chinese': '李', 'latin': 'li'},
                {'chinese': '张', 'latin': 'zhang'}, {'chinese': '刘', 'latin': 'liu'},
                {'chinese': '陈', 'latin': 'chen'}, {'chinese': '杨', 'latin': 'yang'},
                {'chinese': '黄', 'latin': 'huang'}, {'chinese': '赵', 'latin': 'zhao'},
                {'chinese': '吴', 'latin': 'wu'}, {'chinese': '周', 'latin': 'zhou'},
                {'chinese': '徐', 'latin': 'xu'}, {'chinese': '孙', 'latin': 'sun'},
                {'chinese': '马', 'latin': 'ma'}, {'chinese': '朱', 'latin': 'zhu'},
                {'chinese': '胡', 'latin': 'hu'}, {'chinese': '林', 'latin': 'lin'},
                {'chinese': '欧阳', 'latin': 'ouyang'}, {'chinese': '何', 'latin': 'he'}
            ],
            draw(people.identity_number, 'chinese family name')
        ) as chinese_family,
        picked(
            [
                '伟', '芳', '娜', '敏', '静', '丽', '强', '磊', '军', '洋', '勇', '艳', '杰', '娟', '涛',
                '明', '超', '秀英', '桂英', '建华', '志强', '子涵', '欣怡', '浩然', '雨桐', '梓萱', '思远',
                '晓东', '海燕', '佳琪'
            ],
            draw(people.identity_number, 'chinese given name')
        ) as chinese_given,
        picked(
            [
                'Smith', 'Jones', 'Taylor', 'Brown', 'Williams', 'Wilson', 'Johnson', 'Davies',
                'Patel', 'Wright', 'Walker', 'White', 'Khan', 'Green', 'Hall', 'Lewis', 'Clarke',
                'Murphy', 'O''Brien', 'Schmidt', 'Campbell', 'Stewart', 'Okafor', 'Singh'
            ],
            draw(people.identity_number, 'english family name')
        ) as english_family,
        picked(
            [
                'Olivia', 'Amelia', 'Isla', 'Ava', 'Emily', 'Grace', 'Zoë', 'Sarah', 'Hannah',
                'George', 'Oliver', 'Noah', 'Arthur', 'Harry', 'Leo', 'Jack', 'Thomas', 'James',
                'Aisha', 'Mohammed', 'Priya', 'Daniel', 'Chloe', 'Rachel', 'Siân', 'Ben'
            ],
            draw(people.identity_number, 'english given name')
        ) as english_given,
        case when people.segment = 'consumer' then 'person' else 'company' end as customer_type

    from people

),

recorded as (

    select
        described.number,
        described.customer_id,
        described.created_at,
        greatest(
            described.created_at,
            described.changed_at,
            described.merged_at,
            least(
                later(
                    described.created_at, 86400 * 60 * draw(described.number, 'profile touched')
                ),
                settings.last_moment
            )
        ) as updated_at,
        case
            when described.customer_type = 'person' and described.language = 'zh'
                then described.chinese_family.chinese || described.chinese_given
            when described.customer_type = 'person'
                then described.english_given || ' ' || described.english_family
            when described.language = 'zh'
                then described.chinese_city || described.chinese_given || picked(
                    ['智能科技有限公司', '酒店管理有限公司', '物业服务有限公司', '装饰工程有限公司'],
                    draw(described.identity_number, 'company kind')
                )
            else described.english_family || picked(
                [' Interiors Ltd', ' & Sons Ltd', ' Property Group', ' Hotels Ltd', ' Lettings'],
                draw(described.identity_number, 'company kind')
            )
        end as name,
        case
            when draw(described.number, 'has email') < 0.96
                then case
                    when described.language = 'zh' then described.chinese_family.latin
                    else lower(
                        strip_accents(described.english_given) || '.'
                        || replace(described.english_family, '''', '')
                    )
                end || described.number || picked(
                    ['@example.com', '@example.org', '@example.net'],
                    draw(described.number, 'email domain')
                )
        end as email,
        -- Numbers that no operator hands out.
        case
            when draw(described.identity_number, 'has phone') < 0.9
                then case
                    when described.language = 'zh' then '+86 100 '
                    else '+44 7700 900'
                end || format(
                    '{:03d}',
                    cast(floor(1000 * draw(described.identity_number, 'phone')) as integer)
                )
        end as phone,
        case
            when
                described.customer_type = 'person'
                and draw(described.identity_number, 'has birth date') < 0.8
                then date '1948-01-01'
                    + cast(floor(20800 * draw(described.identity_number, 'birth date')) as integer)
        end as birth_date,
        described.customer_type,
        described.segment,
        case
            when described.customer_type = 'company'
                then picked(
                    ['hospitality', 'property', 'retail', 'construction', 'healthcare'],
                    draw(described.identity_number, 'industry')
                )
        end as industry,
        described.country,
        described.region,
        described.city,
        picked(
            [
                'search', 'search', 'social', 'social', 'social', 'referral', 'referral', 'store',
                'store', 'partner', 'trade_fair'
            ],
            draw(described.identity_number, 'acquisition channel')
        ) as acquisition_channel,
        case
            when
                acquisition_channel in ('search', 'social')
                and draw(described.number, 'campaign') < 0.6
                then picked(
                    case
                        when described.language = 'zh' then ['新春焕新', '双十一预热', '小红书种草']
                        else ['New Year Refresh', 'Black Friday Warm-up', 'Cosy Home']
                    end,
                    draw(described.number, 'which campaign')
                )
        end as campaign,
        case
            when described.segment = 'enterprise'
                then picked(
                    ['Gao Yuan', 'Helen Price', 'Luo Jing', 'Mark Evans'],
                    draw(described.identity_number, 'account owner')
                )
        end as account_owner,
        described.number % 251 = 17 as is_deleted,
        format('C{:05d}', described.merged_into_number) as merged_into_customer_id,
        described.changed_at,
        described.first_segment,
        described.first_region,
        described.first_city

    from described
    cross join settings

),

earlier_versions as (

    select
        recorded.* replace (
            recorded.created_at as updated_at,
            recorded.first_segment as segment,
            case when recorded.first_segment = 'consumer' then 'person' else 'company' end
                as customer_type,
            case when recorded.first_segment != 'consumer' then recorded.industry end as industry,
            recorded.first_region as region,
            recorded.first_city as city,
            false as is_deleted
        )

    from recorded
    where recorded.changed_at is not null

),

versions as (

    select * from earlier_versions
    union all
    select * from recorded

)

select versions.* exclude (number, changed_at, first_segment, first_region, first_city)
from versions;

create table crm.leads as
with

won as (

    select
        people.number as lead_number,
        customers.customer_id,
        customers.acquisition_channel as channel,
        customers.campaign,
        later(
            people.created_at, -86400 * (0.2 + 45 * pow(draw(people.number, 'lead age'), 2))
        ) as created_at,
        people.created_at as converted_at,
        cast(null as timestamp) as lost_at

    from people
    inner join crm.customers as customers on people.customer_id = customers.customer_id
    inner join settings on people.created_at >= settings.first_moment
    where
        people.merged_into_number is null
        and people.changed_at is null
        and draw(people.number, 'came as lead') < 0.8

),

lost_or_open as (

    select
        settings.customer_count + others.position as lead_number,
        null as customer_id,
        picked(
            ['search', 'social', 'social', 'partner', 'trade_fair', 'referral'],
            draw(lead_number, 'lost lead channel')
        ) as channel,
        case when draw(lead_number, 'lost lead campaign') < 0.3 then 'Cosy Home' end as campaign,
        later(
            settings.first_moment,
            date_diff('second', settings.first_moment, settings.last_moment)
            * pow(draw(lead_number, 'lost lead created'), 0.85)
        ) as created_at,
        cast(null as timestamp) as converted_at,
        case
            when draw(lead_number, 'lead lost') < 0.85
                then later(created_at, 86400 * (3 + 60 * draw(lead_number, 'lost after')))
        end as lost_at

    from settings
    cross join range(1, settings.customer_count * 24 // 100) as others (position)

),

contacted as (

    select
        leads.*,
        settings.last_moment,
        later(
            created_at,
            least(
                3600 * exp(1.5 + 1.1 * normal_draw(lead_number, 'first contact')),
                coalesce(date_diff('second', created_at, converted_at) * 0.3, 864000),
                coalesce(date_diff('second', created_at, lost_at) * 0.8, 864000)
            )
        ) as contact_at,
        case
            when converted_at is not null
                then later(contact_at, date_diff('second', contact_at, converted_at) * 0.5)
            when draw(lead_number, 'lead qualified') < 0.3
                then later(
                    contact_at,
                    least(86400, coalesce(date_diff('second', contact_at, lost_at) * 0.5, 86400))
                )
        end as qualified

    from (
        select * from won
        union all
        select * from lost_or_open
    ) as leads
    cross join settings

)

select
    format('L{:05d}', lead_number) as lead_id,
    created_at,
    greatest(
        created_at,
        case when contact_at <= last_moment then contact_at end,
        case when qualified <= last_moment then qualified end,
        converted_at,
        case when lost_at <= last_moment then lost_at end
    ) as updated_at,
    customer_id,
    channel,
    campaign,
    case when contact_at <= last_moment then contact_at end as first_contacted_at,
    case when qualified <= last_moment then qualified end as qualified_at,
    converted_at,
    case when lost_at <= last_moment then lost_at end as lost_at,
    case
        when lost_at <= last_moment
            then picked(
                ['price', 'no_reply', 'competitor', 'bad_timing', 'not_a_fit'],
                draw(lead_number, 'lost reason')
            )
    end as lost_reason
from contacted;
