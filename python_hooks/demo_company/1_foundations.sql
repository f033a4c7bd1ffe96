-- The draws, and the few dozen things the company consists of: cities, products, teams, agents.
-- The table `settings` (customer_count, first_day, last_day, first_moment, last_moment) is there.
--
-- A thing's number is its customer's number * 1000 + a position. Tickets and visits that belong to
-- an order have the order's position + 100; the others are below 100.
create schema crm;
create schema commerce;
create schema engagement;
create schema support;
create schema surveys;
create schema operations;
create schema improvement;

-- A share in [0, 1). The stream's name is mixed into the id before the one hash: a hash of two
-- arguments would give correlated streams.
create macro draw(entity, stream) as
    (hash(xor(cast(entity as ubigint), hash(stream))) >> 11) / 9007199254740992.0;

create macro normal_draw(entity, stream) as
    sqrt(-2 * ln(1 - draw(entity, stream || ' radius')))
    * cos(2 * pi() * draw(entity, stream || ' angle'));

create macro picked(choices, share) as
    choices[1 + cast(floor(share * len(choices)) as integer)];

create macro later(moment, seconds) as
    moment + to_microseconds(1000000 * cast(floor(seconds) as bigint));

create macro clamped(value, lowest, highest) as
    least(greatest(value, lowest), highest);

-- The same moment when it lies between 9 and 18 o'clock local time, else in the next morning's
-- first hour and a half.
create macro into_working_hours(moment, utc_offset_hours, share) as
    case
        when hour(later(moment, 3600 * utc_offset_hours)) between 9 and 17
            then moment
        else later(
            date_trunc('day', later(moment, 3600 * (utc_offset_hours + 6))),
            3600 * (9 - utc_offset_hours) + 5400 * share
        )
    end;

create table cities as
select *
from (
    values
    ('Shanghai', '上海', 'China', 'East China', 'CNY', 'zh', 8, 18, 'Shanghai'),
    ('Beijing', '北京', 'China', 'North China', 'CNY', 'zh', 8, 15, 'Beijing'),
    ('Shenzhen', '深圳', 'China', 'South China', 'CNY', 'zh', 8, 12, 'Shenzhen'),
    ('Hangzhou', '杭州', 'China', 'East China', 'CNY', 'zh', 8, 7, null),
    ('Chengdu', '成都', 'China', 'West China', 'CNY', 'zh', 8, 6, 'Chengdu'),
    ('London', null, 'United Kingdom', 'South England', 'GBP', 'en', 0, 17, 'London'),
    ('Manchester', null, 'United Kingdom', 'North England', 'GBP', 'en', 0, 9, 'Manchester'),
    ('Birmingham', null, 'United Kingdom', 'South England', 'GBP', 'en', 0, 5, null),
    ('Edinburgh', null, 'United Kingdom', 'Scotland', 'GBP', 'en', 0, 4, null),
    ('Dublin', null, 'Ireland', 'Europe', 'EUR', 'en', 0, 4, null),
    ('Berlin', null, 'Germany', 'Europe', 'EUR', 'en', 1, 3, null)
) as listed (
    city, chinese_city, country, region, currency, language, utc_offset_hours, weight, store
);

-- One row per hundredth of the customers, so that a city is picked by an equality join.
create table city_shares as
with

copied as (

    select
        cities.*,
        row_number() over (order by cities.country, cities.city, copies.copy) - 1 as hundredth

    from cities
    inner join range(100) as copies (copy) on copies.copy < cities.weight

)

select
    *,
    min(hundredth) over (partition by country) as country_first_hundredth,
    count(*) over (partition by country) as country_hundredths
from copied;

create table products as
select
    row_number() over (order by listed.product_id) - 1 as product_number,
    count(*) over () as product_count,
    listed.product_id,
    listed.product_category,
    listed.cost_percent,
    cast(listed.price_cny as decimal(12, 2)) as price_cny,
    cast(listed.price_gbp as decimal(12, 2)) as price_gbp,
    cast(listed.price_eur as decimal(12, 2)) as price_eur
from (
    values
    ('CAM-100', 'cameras', 62, 299, 34.99, 39.99),
    ('CAM-200', 'cameras', 58, 499, 59.99, 69.99),
    ('CAM-300', 'cameras', 55, 899, 109.00, 125.00),
    ('BEL-100', 'doorbells', 60, 599, 69.99, 79.99),
    ('BEL-200', 'doorbells', 57, 999, 119.00, 139.00),
    ('LCK-100', 'locks', 63, 1299, 149.00, 169.00),
    ('LCK-200', 'locks', 59, 2199, 249.00, 289.00),
    ('LGT-100', 'lighting', 48, 79, 9.99, 11.99),
    ('LGT-200', 'lighting', 50, 149, 17.99, 20.99),
    ('LGT-300', 'lighting', 52, 329, 39.99, 45.99),
    ('LGT-400', 'lighting', 49, 219, 24.99, 28.99),
    ('THM-100', 'heating', 61, 459, 54.99, 62.99),
    ('THM-200', 'heating', 58, 1099, 129.00, 149.00),
    ('THM-300', 'heating', 64, 699, 79.99, 92.99),
    ('SPK-100', 'speakers', 66, 399, 44.99, 51.99),
    ('SPK-200', 'speakers', 60, 799, 94.99, 109.00),
    ('HUB-100', 'hubs', 55, 549, 64.99, 74.99),
    ('HUB-200', 'hubs', 53, 999, 115.00, 132.00),
    ('SEN-100', 'sensors', 42, 99, 11.99, 13.99),
    ('SEN-200', 'sensors', 44, 159, 18.99, 21.99),
    ('SEN-300', 'sensors', 45, 239, 27.99, 31.99),
    ('PLG-100', 'plugs', 47, 69, 8.99, 9.99),
    ('PLG-200', 'plugs', 46, 129, 14.99, 16.99),
    ('VAC-100', 'cleaning', 67, 1999, 229.00, 265.00)
) as listed (product_id, product_category, cost_percent, price_cny, price_gbp, price_eur);

create table plans as
select
    listed.plan_level,
    listed.plan,
    listed.term_months,
    listed.currency,
    cast(listed.monthly_amount as decimal(12, 2)) as monthly_amount
from (
    values
    (1, 'basic', 6, 'CNY', 39.00), (1, 'basic', 6, 'GBP', 4.99), (1, 'basic', 6, 'EUR', 5.49),
    (2, 'plus', 12, 'CNY', 79.00), (2, 'plus', 12, 'GBP', 8.99), (2, 'plus', 12, 'EUR', 9.99),
    (3, 'premium', 12, 'CNY', 159.00), (3, 'premium', 12, 'GBP', 16.99),
    (3, 'premium', 12, 'EUR', 18.99)
) as listed (plan_level, plan, term_months, currency, monthly_amount);

-- `slowness` multiplies every waiting time of the team. Agents are trained in their first weeks;
-- those of Subscriptions all on one day, `trained_on`, from when on they reopen fewer tickets.
create table teams as
select
    listed.*,
    case
        when listed.team = 'Subscriptions'
            then settings.first_day
                + cast(floor((settings.last_day - settings.first_day) * 0.5) as integer)
    end as trained_on

from settings
cross join (
    values
    ('China care', 'china', 8, 6, 1.0),
    ('UK care', 'uk', 0, 5, 1.1),
    ('Technical support', 'uk', 0, 5, 1.8),
    ('Subscriptions', 'china', 8, 4, 1.0),
    ('Key accounts', 'china', 8, 3, 0.5)
) as listed (team, schedule, utc_offset_hours, slot_count, slowness);

-- Times at which a team cannot keep up: a firmware incident, a help desk migration, and the
-- November sales. Every improvement action below answers one of them.
create table backlogs as
with

november_sales as (

    select
        'China care' as team,
        make_date(cast(years.sale_year as integer), 11, 8) as starts_on,
        make_date(cast(years.sale_year as integer), 12, 8) as ends_on,
        3.0 as slowdown

    from settings
    cross join range(year(settings.first_day), year(settings.last_day) + 1) as years (sale_year)

)

select
    'Technical support' as team,
    first_day + cast(floor((last_day - first_day) * 0.33) as integer) as starts_on,
    first_day + cast(floor((last_day - first_day) * 0.47) as integer) as ends_on,
    4.0 as slowdown
from settings
union all
select
    'UK care' as team,
    first_day + cast(floor((last_day - first_day) * 0.62) as integer) as starts_on,
    first_day + cast(floor((last_day - first_day) * 0.76) as integer) as ends_on,
    5.0 as slowdown
from settings
union all
select * from november_sales;

-- Two agents left; another has their desk (`slot`) from the next day on.
create table agents as
with

named as (

    select
        teams.team,
        teams.trained_on,
        desks.slot,
        cast(row_number() over (order by teams.team, desks.slot) as integer) as desk_number

    from teams
    inner join range(1, 10) as desks (slot) on desks.slot <= teams.slot_count

),

employed as (

    select
        named.*,
        settings.first_day - 200 - 37 * named.desk_number as hired_on,
        case
            when named.desk_number in (5, 14)
                then settings.first_day
                    + cast(floor((settings.last_day - settings.first_day) * 0.4) as integer)
        end as left_on,
        settings.last_day

    from named
    cross join settings

)

select
    format('A{:03d}', desk_number) as agent_id,
    team,
    slot,
    desk_number,
    case when left_on is null then 'agent' else 'former_agent' end as role,
    hired_on as valid_from,
    left_on as valid_to,
    hired_on,
    coalesce(trained_on, hired_on + 20) as trained_on
from employed
union all
select
    format('A{:03d}', 100 + desk_number) as agent_id,
    team,
    slot,
    100 + desk_number as desk_number,
    'agent' as role,
    left_on + 1 as valid_from,
    null as valid_to,
    left_on - 10 as hired_on,
    least(left_on + 15, last_day) as trained_on
from employed
where left_on is not null;

create table support.agents as
select
    agents.agent_id,
    cast(
        greatest(agents.valid_from, agents.trained_on, agents.valid_to) as timestamp
    ) + interval 8 hours as updated_at,
    [
        'Li Na', 'Zhang Wei', 'Wang Fang', 'Chen Jie', 'Liu Yang', 'Zhao Min', 'Huang Lei',
        'Zhou Ting', 'Xu Hao', 'Sun Yue', 'Guo Qiang', 'Lin Xia', 'Hu Bo', 'Luo Dan',
        'Emma Clarke', 'Oliver Wright', 'Amelia Hughes', 'Jack Foster', 'Sophie Ward', 'Harry Bell',
        'Grace Murphy', 'Isla Fraser', 'Noah Byrne', 'Ruth Cole', 'Adam Price'
    ][row_number() over (order by agents.agent_id)] as name,
    agents.team,
    agents.role,
    agents.valid_from,
    agents.valid_to,
    agents.hired_on,
    agents.trained_on
from agents
union all
select
    bots.agent_id,
    cast(settings.first_day - 90 as timestamp) as updated_at,
    bots.name,
    null as team,
    'bot' as role,
    settings.first_day - 90 as valid_from,
    null as valid_to,
    null as hired_on,
    null as trained_on
from (values ('B001', '小智助手'), ('B002', 'Home Helper')) as bots (agent_id, name)
cross join settings;
