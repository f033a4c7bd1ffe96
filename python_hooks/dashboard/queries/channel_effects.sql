-- Satisfied answers by channel, and what the channel itself goes with among like answers.
select
    metric,
    channel,
    case when not is_suppressed then answer_count end as answer_count,
    round(satisfied_percent, 2) as satisfied_percent,
    round(difference_points, 2) as difference_points,
    round(mode_effect_points, 2) as mode_effect_points,
    round(mode_effect_low, 2) as mode_effect_low,
    round(mode_effect_high, 2) as mode_effect_high,
    message,
    message_zh
from reporting.channel_effects
where channel is not null
order by metric, mode_effect_points nulls last, channel
