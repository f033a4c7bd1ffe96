-- What each improvement action did to its metric. The relative columns put all metrics on one axis:
-- percent of the expected value (of metrics in points, points), above 0 is better.
with

measured as (

    select
        effects.*,
        case when catalogue.better = 'lower' then -100 else 100 end
        / nullif(
            case when catalogue.unit = 'points' then 100 else abs(effects.expected_value) end, 0
        ) as scale,
        catalogue.better = 'lower' as is_turned

    from reporting.action_effects as effects
    left join reporting.metric_catalogue as catalogue
        on effects.metric = catalogue.metric

)

select
    action_id,
    action_group,
    title,
    pain_point,
    metric,
    label,
    label_zh,
    dimension,
    dimension_value,
    action_status,
    started_on,
    finished_on,
    verdict,
    reason,
    is_final,
    before_month_count,
    after_month_count,
    before_value,
    after_value,
    expected_value,
    effect,
    effect_low,
    effect_high,
    round(effect * scale, 1) as relative_effect,
    round(case when is_turned then effect_high else effect_low end * scale, 1) as relative_low,
    round(case when is_turned then effect_low else effect_high end * scale, 1) as relative_high,
    comparison_count,
    other_action_count,
    message,
    message_zh
from measured
order by started_on desc, action_id asc
