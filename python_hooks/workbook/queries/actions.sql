select
    effects.action_id, effects.title, effects.pain_point, effects.label as metric_en,
    effects.label_zh as metric_zh, effects.dimension, effects.dimension_value,
    effects.action_status, effects.started_on, effects.finished_on, effects.verdict,
    effects.is_final, catalogue.unit as _unit, catalogue.decimals as _decimals,
    effects.before_value, effects.after_value, effects.expected_value, effects.effect,
    effects.effect_low, effects.effect_high, effects.after_event_count,
    effects.message as message_en, effects.message_zh
from reporting.action_effects as effects
left join reporting.metric_catalogue as catalogue on effects.metric = catalogue.metric
order by effects.started_on desc, effects.action_id
