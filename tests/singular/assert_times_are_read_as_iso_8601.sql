-- A wrongly read time moves an event into another day, month or cohort, and no number shows it. A
-- text without an offset is local time of the table's declared zone. Day-first dates, epochs, a
-- 24th hour and a 60th second are ambiguous: null. Of an hour that a clock shows twice the first
-- counts. A time that the clock skips is null.
with

given as (
    {% for text, zone, expected in [
        ('2024-01-01 08:00:00', 'UTC', '2024-01-01 08:00:00'),
        ('2024-01-01T08:00', 'UTC', '2024-01-01 08:00:00'),
        ('2024-02-29', 'UTC', '2024-02-29 00:00:00'),
        ('2024-01-01T08:00:00Z', 'UTC', '2024-01-01 08:00:00'),
        ('2024-01-01 08:00:00 UTC', 'UTC', '2024-01-01 08:00:00'),
        ('2024-01-01 08:00:00.123456 UTC', 'UTC', '2024-01-01 08:00:00.123456'),
        ('2024-07-15 12:00 UTC', 'Europe/Berlin', '2024-07-15 12:00:00'),
        ('2024-01-01 08:00:00 CET', 'UTC', none),
        ('2024-01-01T00:30:00+08:00', 'UTC', '2023-12-31 16:30:00'),
        ('2023-12-31 20:00-0500', 'UTC', '2024-01-01 01:00:00'),
        ('2024-01-01 08:00:00 +08:00', 'UTC', '2024-01-01 00:00:00'),
        ('2024-01-01T08:00:00.250+08', 'UTC', '2024-01-01 00:00:00.25'),
        ('2024-01-01T08:00:00.123456789Z', 'UTC', '2024-01-01 08:00:00.123456'),
        ('2024-01-15 12:00:00', 'Europe/Berlin', '2024-01-15 11:00:00'),
        ('2024-07-15 12:00:00', 'Europe/Berlin', '2024-07-15 10:00:00'),
        ('2024-03-31 01:59:59', 'Europe/Berlin', '2024-03-31 00:59:59'),
        ('2024-03-31 03:00:00', 'Europe/Berlin', '2024-03-31 01:00:00'),
        ('2024-03-31 02:30:00', 'Europe/Berlin', none),
        ('2024-04-01 02:30:00', 'Europe/Berlin', '2024-04-01 00:30:00'),
        ('2024-10-27 01:59:59', 'Europe/Berlin', '2024-10-26 23:59:59'),
        ('2024-10-27 02:30:00', 'Europe/Berlin', '2024-10-27 00:30:00'),
        ('2024-10-27 03:00:00', 'Europe/Berlin', '2024-10-27 02:00:00'),
        ('2024-10-28 02:30:00', 'Europe/Berlin', '2024-10-28 01:30:00'),
        ('2024-11-03 01:30:00', 'America/New_York', '2024-11-03 05:30:00'),
        ('2024-04-07 01:45:00', 'Australia/Lord_Howe', '2024-04-06 14:45:00'),
        ('2024-01-01', 'Asia/Shanghai', '2023-12-31 16:00:00'),
        ('2024-07-15T12:00:00Z', 'Europe/Berlin', '2024-07-15 12:00:00'),
        ('2023-02-29', 'UTC', none),
        ('29/2/2016', 'UTC', none),
        ('2024-01-01 24:00:00', 'UTC', none),
        ('2024-01-01 23:59:60', 'UTC', none),
        ('2024-01-01T10:00:00 Europe/Berlin', 'UTC', none),
        ('2024-01-01T14:00:00+14:00', 'UTC', '2024-01-01 00:00:00'),
        ('2024-01-01T10:00:00+15:00', 'UTC', none),
        ('2024-01-01T10:00:00+02:60', 'UTC', none),
        ('1704096000', 'UTC', none),
        ('2024-01', 'UTC', none),
        ('', 'UTC', none),
    ] %}
    {% if not loop.first %}
    union all
    {% endif %}
    select
        raw_text.raw_time,
        '{{ zone }}' as time_zone,
        {{ parsed_timestamp('raw_text.raw_time', zone) }} as read_as,
        cast({{ "'" ~ expected ~ "'" if expected else 'null' }} as timestamp) as expected
    from (select '{{ text }}' as raw_time) as raw_text
    {% endfor %}
)

select * from given
where read_as is distinct from expected
