-- Who renewed how often, by plan of the first contract, and how it goes on by the model.
select
    plan,
    term_number,
    is_suppressed,
    case when not is_suppressed then at_risk_count end as at_risk_count,
    case when not is_suppressed then lost_count end as lost_count,
    round(survival, 4) as survival,
    round(survival_low, 4) as survival_low,
    round(survival_high, 4) as survival_high,
    round(projected_survival, 4) as projected_survival,
    verdict,
    verdict_zh
from reporting.contract_survival_projected
order by plan, term_number
