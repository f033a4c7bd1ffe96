-- sqlfluff:exclude_rules:ST06,RF02,RF03,AM04,RF04,LT02
-- depends_on: {{ ref('fct_tickets') }}
-- depends_on: {{ ref('int_as_of') }}
-- depends_on: {{ ref('dim_dates') }}
{%- set weekdays = [
    ('monday', 'Monday', '周一'), ('tuesday', 'Tuesday', '周二'), ('wednesday', 'Wednesday', '周三'),
    ('thursday', 'Thursday', '周四'), ('friday', 'Friday', '周五'), ('saturday', 'Saturday', '周六'),
    ('sunday', 'Sunday', '周日'),
] %}
{%- set hours -%}
    (
        with

        tickets as (

            select
                cast({{ local_time('tickets.created_at') }} as date) as created_on,
                cast(extract(hour from {{ local_time('tickets.created_at') }}) as integer)
                    as local_hour,
                case when tickets.is_complaint then 1 else 0 end as complaint
            from {{ ref('fct_tickets') }} as tickets
            cross join {{ ref('int_as_of') }} as as_of
            where
                tickets.is_complaint is not null
                and tickets.created_at <= as_of.as_of
                and {{ is_in_newest_days('tickets.created_at') }}

        ),

        days as (

            select
                dates.date_day,
                ({{ days_since_epoch('dates.date_day') }} + 3) % 7 + 1 as weekday_number
            from {{ ref('dim_dates') }} as dates
            cross join {{ ref('int_as_of') }} as as_of
            where
                dates.date_day >= (select min(created_on) from tickets)
                and dates.date_day <= as_of.as_of_date

        ),

        day_hours as (
            {% for hour in range(24) %}
            {{ 'union all' if not loop.first }}
            select {{ hour }} as local_hour
            {% endfor %}
        ),

        watched as (

            select
                weekday_number,
                count(*) as day_count
            from days
            group by weekday_number

        ),

        counted as (

            select
                days.weekday_number,
                tickets.local_hour,
                count(*) as ticket_count,
                sum(tickets.complaint) as complaint_count
            from tickets
            inner join days
                on tickets.created_on = days.date_day
            group by days.weekday_number, tickets.local_hour

        )

        select
            cast(watched.weekday_number as string) as weekday,
            case when day_hours.local_hour < 10 then '0' else '' end
            || cast(day_hours.local_hour as string) as hour,
            watched.day_count,
            coalesce(counted.ticket_count, 0) as ticket_count,
            cast(coalesce(counted.complaint_count, 0) as bigint) as complaint_count
        from watched
        cross join day_hours
        left join counted
            on
                watched.weekday_number = counted.weekday_number
                and day_hours.local_hour = counted.local_hour
    ) as hours
{%- endset %}
with

found as (

    select answer.* from (
        {{ python_rows(
            'find_complaint_peaks',
            {},
            {
                'hours': {
                    'relation': hours,
                    'columns': ['weekday', 'hour', 'day_count', 'ticket_count', 'complaint_count'],
                },
            },
            {
                'weekday': 'string', 'hour': 'string', 'ticket_count': 'bigint',
                'complaint_count': 'bigint', 'expected_count': 'double',
                'peak_p_value': 'double', 'share_p_value': 'double',
            },
        ) }}
    ) as answer

),

told as (

    select
        cast(case when weekday <> 'all' then weekday end as integer) as weekday_number,
        cast(case when hour <> 'all' then hour end as integer) as local_hour,
        case weekday
            {%- for code, name_en, name_zh in weekdays %}
            when '{{ loop.index }}' then '{{ code }}'
            {%- endfor %}
            else 'all'
        end as weekday,
        hour as hour_of_day,
        ticket_count,
        complaint_count,
        {{ ratio('complaint_count', 'ticket_count') }} as complaint_share,
        expected_count,
        {{ ratio('complaint_count', 'expected_count') }} as times_expected,
        coalesce(
            peak_p_value <= {{ var('false_discovery_rate') }}
            and complaint_count >= {{ var('minimum_event_counts').hidden }},
            false
        ) as is_peak,
        coalesce(
            share_p_value <= {{ var('false_discovery_rate') }}
            and complaint_count >= {{ var('minimum_event_counts').hidden }},
            false
        ) as is_share_high,
        peak_p_value,
        share_p_value,
        case weekday
            {%- for code, name_en, name_zh in weekdays %}
            when '{{ loop.index }}' then '{{ name_en }}'
            {%- endfor %}
            else 'Every day'
        end || case when hour = 'all' then '' else ', ' || hour || ':00 to ' || hour || ':59' end
            as label,
        case weekday
            {%- for code, name_en, name_zh in weekdays %}
            when '{{ loop.index }}' then '{{ name_zh }}'
            {%- endfor %}
            else '每天'
        end || case when hour = 'all' then '' else ' ' || hour || ':00–' || hour || ':59' end
            as label_zh

    from found

)

select * from told
