-- Measured actions: what improved its metric, then what made it worse; of the rest the newest. An
-- action on several slices has one effect, and is told once.
with

effects as (

    select * replace (
        sum(after_event_count) over (partition by action_group) as after_event_count
    )
    from reporting.action_effects

),

ranked as (

    select
        effects.*, catalogue, practices.tried_count, practices.improved_count,
        row_number() over (
            partition by effects.verdict order by effects.started_on desc, effects.action_id
        ) as place
    from effects
    inner join reporting.metric_catalogue as catalogue on effects.metric = catalogue.metric
    left join reporting.practices as practices on effects.action_id = practices.action_id
    where effects.effect is not null and effects.action_id = effects.action_group

)

select
    title, catalogue, verdict, is_final, effect, effect_low, effect_high, after_event_count,
    tried_count, improved_count
from ranked
where place <= case when verdict in ('improved', 'worse') then 2 else 1 end
order by
    case verdict when 'improved' then 1 when 'worse' then 2 else 3 end, started_on desc, action_id
limit 3
