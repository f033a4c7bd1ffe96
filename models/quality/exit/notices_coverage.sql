-- Accepted rows that a fact leaves out, and rows after today. Tables that no mart reads are not
-- reported (not_read_by_any_mart): they are left out by design.
with

left_out as (

    select
        source || '.' || table_name as raw_table,
        fact,
        reason,
        cast(count(*) as bigint) as row_count

    from {{ ref('left_out_rows') }}
    where
        reason <> 'not_read_by_any_mart'
        -- The notices of fct_order_lines, fct_orders and fct_contract_months already report these.
        and not (
            fact = 'repurchase_by_category'
            and reason in ('deleted', 'its_order_is_left_out')
        )
        and not (
            fact = 'fct_customer_months'
            and reason in ('deleted', 'no_purchase', 'ended_before_it_began', 'after_today')
        )
    group by source, table_name, fact, reason

),

as_of as (

    select
        later_row_count,
        cast(as_of_date as string) as today,
        cast(cast({{ local_time('latest_at') }} as date) as string) as latest_on

    from {{ ref('int_as_of') }}

),

told as (

    select
        'left out' as topic,
        raw_table as subject,
        row_count,
        raw_table || ': ' || cast(row_count as string) || ' accepted row(s) are not in ' || fact
        || ' (' || reason || '). They are listed in quality.left_out_rows.' as message,
        raw_table || '：' || cast(row_count as string) || ' 行已接受但未计入 ' || fact || '（'
        || reason || '），明细见 quality.left_out_rows。' as message_zh

    from left_out

    union all

    select
        'today' as topic,
        'as_of' as subject,
        later_row_count as row_count,
        cast(later_row_count as string) || ' row(s) are later than today, ' || today
        || ', the last on ' || latest_on || '. Correct their times, or set the variable as_of.'
            as message,
        '有 ' || cast(later_row_count as string) || ' 行晚于“今天”（' || today || '），最晚为 '
        || latest_on || '。请更正时间，或设置变量 as_of。' as message_zh

    from as_of
    where later_row_count > 0

)

select * from told
