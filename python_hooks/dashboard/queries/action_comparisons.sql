-- The slices behind each verdict: how far each changed, in percent of its value before (of metrics
-- in points, in points). Above 0 is better. Slices that do not count are left out.
with

compared as (

    select
        comparisons.*,
        case when catalogue.better = 'lower' then -100 else 100 end
        / nullif(
            case when catalogue.unit = 'points' then 100 else abs(comparisons.before_value) end, 0
        ) as scale

    from reporting.action_comparisons as comparisons
    left join reporting.metric_catalogue as catalogue
        on comparisons.metric = catalogue.metric
    where comparisons.is_used

),

actions as (

    select
        action_group,
        min(title) as title

    from reporting.action_effects
    group by action_group

)

select
    compared.action_group,
    actions.title,
    compared.metric,
    compared.dimension,
    compared.dimension_value,
    compared.is_treated,
    compared.before_event_count,
    compared.after_event_count,
    compared.before_value,
    compared.after_value,
    round((compared.after_value - compared.before_value) * compared.scale, 1) as relative_change
from compared
left join actions
    on compared.action_group = actions.action_group
where compared.before_value is not null and compared.after_value is not null
order by compared.action_group, compared.is_treated, compared.dimension_value
