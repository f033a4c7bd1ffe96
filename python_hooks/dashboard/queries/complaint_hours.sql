-- When complaints come: one row per hour of a weekday.
select
    weekday_number,
    local_hour,
    label,
    label_zh,
    ticket_count,
    complaint_count,
    round(expected_count, 2) as expected_count,
    round(times_expected, 2) as times_expected,
    is_peak,
    is_share_high,
    round(peak_p_value, 4) as peak_p_value
from reporting.complaint_hours
where weekday_number is not null and local_hour is not null
order by weekday_number, local_hour
