-- The archive of measured actions, successful ones first.
with

measured as (

    select * from {{ ref('action_effects') }}
    where verdict in ('improved', 'no change shown', 'worse')

),

counted as (

    select
        action_id,
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
        before_value,
        after_value,
        effect,
        effect_low,
        effect_high,
        count(*) over same_title as tried_count,
        count(case when verdict = 'improved' then 1 end) over same_title as improved_count,
        count(case when verdict = 'worse' then 1 end) over same_title as worse_count,
        message,
        message_zh

    from measured
    window same_title as (partition by metric, {{ spelling_key('title') }})

)

select * from counted
order by
    case verdict when 'improved' then 1 when 'no change shown' then 2 else 3 end asc,
    started_on desc,
    action_id asc
