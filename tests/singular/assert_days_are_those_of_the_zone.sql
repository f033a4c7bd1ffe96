-- A time on the wrong side of midnight moves an event into another month, and no number shows it.
-- Days of 23 and 25 hours begin and end where the clocks of the zone change, on every engine. A day
-- begins at its first moment. If the clocks skip midnight, that is an hour later.
with

given as (
    {% for moment, zone, day, day_begins_at in [
        ('2025-02-28 15:59:59', 'Asia/Shanghai', '2025-02-28', '2025-02-27 16:00:00'),
        ('2025-02-28 16:00:00', 'Asia/Shanghai', '2025-03-01', '2025-02-28 16:00:00'),
        ('2025-03-09 04:59:59', 'America/New_York', '2025-03-08', '2025-03-08 05:00:00'),
        ('2025-03-09 05:00:00', 'America/New_York', '2025-03-09', '2025-03-09 05:00:00'),
        ('2025-03-10 03:59:59', 'America/New_York', '2025-03-09', '2025-03-09 05:00:00'),
        ('2025-03-10 04:00:00', 'America/New_York', '2025-03-10', '2025-03-10 04:00:00'),
        ('2025-11-02 03:59:59', 'America/New_York', '2025-11-01', '2025-11-01 04:00:00'),
        ('2025-11-02 04:00:00', 'America/New_York', '2025-11-02', '2025-11-02 04:00:00'),
        ('2025-11-02 06:30:00', 'America/New_York', '2025-11-02', '2025-11-02 04:00:00'),
        ('2025-11-03 04:59:59', 'America/New_York', '2025-11-02', '2025-11-02 04:00:00'),
        ('2025-11-03 05:00:00', 'America/New_York', '2025-11-03', '2025-11-03 05:00:00'),
        ('2025-03-01 04:59:59', 'America/New_York', '2025-02-28', '2025-02-28 05:00:00'),
        ('2025-04-25 10:00:00', 'Africa/Cairo', '2025-04-25', '2025-04-24 22:00:00'),
    ] %}
    {% if not loop.first %}
    union all
    {% endif %}
    select
        '{{ moment }}' as moment,
        '{{ zone }}' as time_zone,
        cast({{ local_of_utc("cast('" ~ moment ~ "' as timestamp)", zone) }} as date) as read_as,
        cast('{{ day }}' as date) as expected,
        {{ moment_of_wall_clock("date '" ~ day ~ "'", zone) }} as begun_at,
        cast('{{ day_begins_at }}' as timestamp) as expected_begin
    {% endfor %}
)

select * from given
where
    read_as is distinct from expected
    or begun_at is distinct from expected_begin
