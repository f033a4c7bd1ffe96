-- Actions with a measured effect, those that improved their metric first.
select
    title,
    pain_point,
    metric,
    label,
    label_zh,
    dimension,
    dimension_value,
    verdict,
    is_final,
    started_on,
    finished_on,
    effect,
    effect_low,
    effect_high,
    tried_count,
    improved_count,
    worse_count
from reporting.practices
order by
    case verdict when 'improved' then 0 when 'no change shown' then 1 else 2 end asc,
    started_on desc,
    action_id asc
