-- What goes with each score: a driver's part of R-squared, its slope, and how it is done today.
select
    metric,
    kind,
    driver,
    label,
    label_zh,
    case_count,
    round(r_squared, 4) as r_squared,
    round(share, 4) as share,
    round(share_low, 4) as share_low,
    round(share_high, 4) as share_high,
    round(slope_points, 2) as slope_points,
    round(performance_percent, 1) as performance_percent,
    -- 1 is the mean driver of the score; 0 points are the mean performance.
    round(share / nullif(avg(share) over (partition by metric, kind), 0), 2) as importance_ratio,
    round(
        performance_percent - avg(case when share is not null then performance_percent end)
            over (partition by metric, kind),
        1
    ) as performance_difference,
    quadrant,
    left_out_reason,
    message,
    message_zh
from reporting.drivers
order by metric asc, kind asc, share desc nulls last, driver asc
