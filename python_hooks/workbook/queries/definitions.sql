select
    label_en as metric_en, label_zh as metric_zh, metric, formula as formula_en, formula_zh,
    description as description_en, description_zh, unit_en, unit_zh, better, owner,
    smallest_period
from reporting.metric_catalogue
order by position
