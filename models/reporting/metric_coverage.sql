-- sqlfluff:exclude_rules:AM04,LT02,LT05,ST06
{%- set broken = broken_metrics() if execute else {} %}
with

catalogue as (

    select * from {{ ref('metric_catalogue') }}

),

reconciled as (

    select * from {{ ref('fact_reconciliation') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

histories as (

    select * from {{ ref('int_metric_histories_dated') }}

),

begun as (

    select * from {{ ref('int_facts_begun') }}

),

feeding as (

    select * from {{ ref('int_metric_facts_found') }}

),

-- Two tables can feed one fact, for example orders and contracts. The message names the table with
-- more rows in use.
feeds as (

    select
        feeding.metric,
        reconciled.*,
        row_number() over (
            partition by feeding.metric, feeding.fact
            order by
                reconciled.rows_used desc, reconciled.rows_accepted desc, reconciled.table_name asc
        ) as place_in_fact

    from feeding
    inner join reconciled
        on
            feeding.source = reconciled.source
            and feeding.table_name = reconciled.table_name
            and feeding.fact = reconciled.fact

),

-- A metric of two facts has no value because of the fact with fewer rows in use.
sourced as (

    select
        *,
        row_number() over (
            partition by metric
            order by rows_used, rows_accepted, table_name
        ) as place

    from feeds
    where place_in_fact = 1

),

-- Of a fact that also needs another table, such as tickets without their events.
without_rows as (

    select
        fact,
        min(source || '.' || table_name) as empty_table

    from reconciled
    where rows_accepted = 0
    group by fact

),

left_out as (

    select
        source,
        table_name,
        fact,
        reason,
        count(*) as row_count,
        row_number() over (
            partition by source, table_name, fact
            order by count(*) desc, reason asc
        ) as place

    from {{ ref('left_out_rows') }}
    group by source, table_name, fact, reason

),

valued as (

    select
        metric,
        count(value) > 0 as has_values,
        max(case when period = 'all' then event_count end) as event_count,
        max(case when period = 'all' and is_suppressed then 1 else 0 end) = 1 as is_suppressed

    from {{ ref('metric_values') }}
    where dimension = 'all'
    group by metric

),

described as (

    select
        catalogue.position,
        catalogue.metric,
        coalesce(valued.has_values, false) as has_values,
        coalesce(valued.event_count, 0) as event_count,
        valued.is_suppressed,
        -- Rows that are old enough and no event: waiting longer brings none. A rolling metric looks
        -- back over a time of its own.
        coalesce(histories.known_until_on < as_of.as_of_date, false)
        and (
            catalogue.metric in {{ metrics_with('is_rolling', [true]) }}
            or coalesce(
                histories.known_until_on < greatest(begun.begins_on, histories.known_from_on), true
            )
        ) as has_to_wait,
        coalesce(histories.known_from_on > as_of.as_of_date, false) as is_history_too_short,
        cast(histories.known_from_on as string) as known_from,
        sourced.source || '.' || sourced.table_name as raw_table,
        sourced.fact,
        coalesce(sourced.rows_accepted, 0) as rows_accepted,
        coalesce(sourced.rows_used, 0) as rows_used,
        without_rows.empty_table,
        left_out.reason as main_reason,
        left_out.row_count as main_reason_count,
        cast(as_of.as_of_date as string) as today

    from catalogue
    cross join as_of
    left join valued
        on catalogue.metric = valued.metric
    left join histories
        on catalogue.metric = histories.metric
    left join sourced
        on
            catalogue.metric = sourced.metric
            and sourced.place = 1
    left join begun
        on sourced.fact = begun.fact
    left join without_rows
        on sourced.fact = without_rows.fact
    left join left_out
        on
            sourced.source = left_out.source
            and sourced.table_name = left_out.table_name
            and sourced.fact = left_out.fact
            and left_out.place = 1

),

judged as (

    select
        *,
        case
            when metric in ('{{ ([''] + broken | list) | join("', '") }}') then 'broken'
            when has_values then 'ok'
            when event_count > 0 and is_suppressed then 'too_few'
            when event_count > 0 then 'not_yet_known'
            when rows_accepted = 0 then 'no_data'
            when rows_used = 0 then 'all_left_out'
            when is_history_too_short then 'history_too_short'
            when has_to_wait then 'not_yet_known'
            else 'no_data'
        end as state

    from described

),

told as (

    select
        position,
        metric,
        has_values,
        state,
        raw_table,
        fact,
        cast(rows_accepted as bigint) as rows_accepted,
        cast(rows_used as bigint) as rows_used,
        cast(event_count as bigint) as event_count,
        case
            {%- for metric, fault in broken.items() %}
            when metric = '{{ metric }}'
                then {{ text_literal('The build left this metric out: ' ~ fault) }}
            {%- endfor %}
            when state = 'ok' then 'There are values.'
            when state = 'too_few'
                then 'Only ' || cast(event_count as string) || ' event(s) from ' || raw_table
                || ' count; a value needs {{ var('minimum_event_counts').hidden }}.'
            when state = 'not_yet_known' and event_count > 0
                then cast(event_count as string) || ' event(s) from ' || raw_table
                || ' count, but fewer than half are complete on ' || today || ', so there is no'
                || ' value yet.'
            when state = 'not_yet_known'
                then 'No outcome is known yet on ' || today || ' for the '
                || cast(rows_used as string) || ' row(s) of ' || raw_table || '.'
            when state = 'history_too_short'
                then 'The history in ' || raw_table || ' (' || cast(rows_used as string)
                || ' row(s)) is too short on ' || today || '. The first value is possible on '
                || known_from || '.'
            when state = 'all_left_out'
                then 'All ' || cast(rows_accepted as string) || ' accepted row(s) of ' || raw_table
                || ' are left out of ' || fact || ', ' || cast(main_reason_count as string)
                || ' for the reason ' || main_reason || '. Today is ' || today || '.'
            when rows_accepted = 0 then raw_table || ' has no accepted row.'
            else 'None of the ' || cast(rows_used as string) || ' row(s) of ' || raw_table
                || ' counts for this metric on ' || today || '.'
                || coalesce(' ' || empty_table || ' has no accepted row.', '')
        end as message,
        case
            {%- for metric, fault in broken.items() %}
            when metric = '{{ metric }}' then {{ text_literal('该指标出错，未计入：' ~ fault) }}
            {%- endfor %}
            when state = 'ok' then '有值。'
            when state = 'too_few'
                then raw_table || ' 中只有 ' || cast(event_count as string)
                || ' 个事件计入；至少需要 {{ var('minimum_event_counts').hidden }} 个才显示值。'
            when state = 'not_yet_known' and event_count > 0
                then raw_table || ' 中有 ' || cast(event_count as string) || ' 个事件计入，截至 '
                || today || ' 完成的不到一半，尚无法得出数值。'
            when state = 'not_yet_known'
                then raw_table || ' 的 ' || cast(rows_used as string) || ' 行截至 ' || today
                || ' 均尚无结果。'
            when state = 'history_too_short'
                then raw_table || '（' || cast(rows_used as string) || ' 行）的历史截至 ' || today
                || ' 仍太短，' || known_from || ' 起才有值。'
            when state = 'all_left_out'
                then raw_table || ' 已接受的 ' || cast(rows_accepted as string) || ' 行全部未计入 '
                || fact || '，其中 ' || cast(main_reason_count as string) || ' 行的原因为 '
                || main_reason || '；“今天”为 ' || today || '。'
            when rows_accepted = 0 then raw_table || ' 中没有已接受的行。'
            else raw_table || ' 的 ' || cast(rows_used as string) || ' 行中，截至 ' || today
                || ' 没有一行计入该指标。' || coalesce(empty_table || ' 中没有已接受的行。', '')
        end as message_zh

    from judged

)

select * from told
