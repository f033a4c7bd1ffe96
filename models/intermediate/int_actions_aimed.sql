-- Improvement actions with the slice of each and the days that are compared. Rows with the same
-- title, metric, dimension and time are one action on several slices: they share an action_group.
{%- set rules = var('action_effects') %}
with

actions as (

    select * from {{ ref('stg_improvement__actions') }}
    where not is_deleted

),

aimed as (

    select
        actions.action_id,
        actions.title,
        actions.pain_point,
        actions.action_status,
        actions.started_on,
        actions.finished_on,
        {{ spelling_key('actions.metric') }} as metric,
        case
            when actions.dimension is not null and actions.dimension_value is not null
                then {{ spelling_key('actions.dimension') }}
            when actions.dimension is null and actions.touchpoint is not null then 'touchpoint'
            else 'all'
        end as dimension,
        case
            when actions.dimension is not null and actions.dimension_value is not null
                then actions.dimension_value
            when actions.dimension is null and actions.touchpoint is not null
                then actions.touchpoint
            else 'all'
        end as dimension_value,
        actions.action_status in ('running', 'done') and actions.started_on <= as_of.as_of_date
            as is_carried_out,
        case
            when actions.finished_on <= as_of.as_of_date
                then {{ date_plus_days('actions.finished_on', 1) }}
            else actions.started_on
        end as after_from

    from actions
    cross join {{ ref('int_as_of') }} as as_of

),

dated as (

    select
        *,
        {{ spelling_key('dimension_value') }} as slice_key,
        {{ date_plus_days('started_on', -rules.left_out_days) }} as before_until,
        {{ date_plus_days('started_on', -rules.left_out_days - rules.before_days) }}
            as before_from,
        {{ date_plus_days('after_from', rules.after_days) }} as after_until

    from aimed

),

grouped as (

    select
        *,
        case
            when is_carried_out
                then min(action_id) over (
                    partition by
                        metric,
                        dimension,
                        {{ spelling_key('title') }},
                        started_on,
                        after_from,
                        is_carried_out
                )
            else action_id
        end as action_group

    from dated

)

select * from grouped
