-- Kaplan-Meier curves where they step, and where they end.
with

ends as (

    select
        *,
        max(duration_days) over (partition by relation, dimension, dimension_value) as last_day

    from reporting.retention_survival

)

select
    relation,
    dimension,
    dimension_value,
    duration_days,
    round(survival, 4) as survival,
    round(survival_low, 4) as survival_low,
    round(survival_high, 4) as survival_high
from ends
where not is_suppressed and (event_count > 0 or duration_days = last_day)
order by relation, dimension, dimension_value, duration_days
