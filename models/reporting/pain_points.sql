-- sqlfluff:exclude_rules:ST06,RF02
-- The causes of low satisfaction, each with the action against it.
with

causes as (

    select * from {{ ref('satisfaction_gaps') }}
    where verdict = 'cause'

),

answers as (

    select * from {{ ref('int_answers_experienced') }}

),

placed as (

    select
        causes.metric,
        causes.cause_rank,
        causes.rest_percent,
        {{ start_of('month', 'answers.experienced_on') }} as month_start,
        case when answers.is_satisfied then 100 else 0 end as satisfied_percent

    from causes
    inner join answers
        on
            causes.metric = answers.survey_metric
            {%- for side in ['dimension', 'dimension_2'] %}
            and case causes.{{ side }}
                {%- for dimension in gap_dimensions() %}
                when '{{ dimension }}' then answers.{{ dimension }}
                {%- endfor %}
                else 'none'
            end = causes.{{ side }}_value
            {%- endfor %}

),

-- The satisfied percent of the other answers minus that of the slice, summed over its answers.
missed as (

    select
        metric,
        cause_rank,
        month_start,
        cast(sum(rest_percent - satisfied_percent) as decimal(38, 4)) as missing

    from placed
    group by metric, cause_rank, month_start

),

added_up as (

    select
        *,
        sum(missing) over (
            partition by metric, cause_rank
            order by month_start desc
            rows between unbounded preceding and current row
        ) as missing_since

    from missed

),

-- low_since: the month from which the sum of missing satisfied answers to today is largest (CUSUM).
begun as (

    select
        *,
        row_number() over (
            partition by metric, cause_rank
            order by missing_since desc, month_start asc
        ) as place

    from added_up

),

actions as (

    select * from {{ ref('action_effects') }}
    where action_status <> 'dropped'

),

-- The action on the slice or on one of its two dimensions: same metric first, then the earliest.
answered as (

    select
        causes.*,
        begun.month_start as low_since,
        actions.action_id,
        actions.title,
        actions.metric as action_metric,
        actions.action_status,
        actions.started_on,
        actions.verdict as action_verdict,
        row_number() over (
            partition by causes.metric, causes.cause_rank
            order by
                case when actions.metric = causes.metric then 0 else 1 end asc,
                actions.started_on asc,
                actions.action_id asc
        ) as place

    from causes
    inner join begun
        on
            causes.metric = begun.metric
            and causes.cause_rank = begun.cause_rank
            and begun.place = 1
    left join actions
        on
            (
                ({{ is_same_slice('causes', 'actions') }})
                or ({{ is_same_slice('causes', 'actions', 'dimension_2') }})
            )
            -- An action that ended before low_since cannot be an answer to it.
            and (actions.finished_on is null or begun.month_start <= actions.finished_on)

),

told as (

    select
        metric,
        dimension,
        dimension_value,
        dimension_2,
        dimension_2_value,
        label,
        label_zh,
        cause_rank,
        cost_points,
        low_since,
        action_id is not null as has_action,
        action_id,
        title as action_title,
        action_metric,
        action_status,
        started_on as action_started_on,
        action_verdict,
        case
            when started_on >= low_since
                then cast({{ days_between('low_since', 'started_on') }} as integer)
        end as days_to_action,
        case
            when action_id is null
                then
                    'Low since ' || cast(low_since as string)
                    || ', and no action covers it. Add one to improvement.actions.'
            when started_on >= low_since
                then
                    'Action ' || action_id || ' began '
                    || cast({{ days_between('low_since', 'started_on') }} as string)
                    || ' days after the first low month, ' || cast(low_since as string) || '.'
            else
                'Action ' || action_id || ' began before the first low month, '
                || cast(low_since as string) || '.'
        end as message,
        case
            when action_id is null
                then
                    '尚无针对它的改进措施。自 ' || cast(low_since as string)
                    || ' 起偏低，请在 improvement.actions 中登记措施。'
            when started_on >= low_since
                then
                    '措施 ' || action_id || ' 在其开始偏低（' || cast(low_since as string) || '）'
                    || cast({{ days_between('low_since', 'started_on') }} as string)
                    || ' 天后启动。'
            else
                '措施 ' || action_id || ' 在其开始偏低（' || cast(low_since as string) || '）之前已启动。'
        end as message_zh

    from answered
    where place = 1

)

select * from told
order by metric, cause_rank
