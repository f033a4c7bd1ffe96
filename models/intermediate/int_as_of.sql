-- sqlfluff:exclude_rules:LT02,ST11
-- No model reads the clock. "Today" is the variable as_of, or the newest time in the data that does
-- not come from a few stray rows only.
with

-- A contract continues without new rows. So if there are contracts, the updated_at of the CRM
-- counts, too.
running as (

    select count(*) > 0 as has_contracts
    from {{ ref('stg_crm__contracts') }}
    where not is_deleted

),

given_times as (
    {% for source_name, table_name, column in [
        ('crm', 'customers', 'created_at'),
        ('crm', 'leads', 'created_at'),
        ('crm', 'activities', 'occurred_at'),
        ('crm', 'contracts', none),
        ('commerce', 'orders', 'ordered_at'),
        ('commerce', 'loyalty_transactions', 'occurred_at'),
        ('engagement', 'events', 'occurred_at'),
        ('support', 'tickets', 'created_at'),
        ('support', 'ticket_events', 'occurred_at'),
        ('surveys', 'invitations', 'sent_at'),
        ('surveys', 'responses', 'responded_at'),
    ] %}
    {{ 'union all' if not loop.first }}
    select
        '{{ source_name }}.{{ table_name }}' as table_name,
        '{{ column or 'updated_at' }}' as column_name,
        {{ column or 'cast(null as timestamp)' }} as happened_at,
        {%- if source_name == 'crm' %}
        case when running.has_contracts then staged.updated_at end as written_at
    from {{ ref('stg_' ~ source_name ~ '__' ~ table_name) }} as staged
    cross join running
        {%- else %}
        cast(null as timestamp) as written_at
    from {{ ref('stg_' ~ source_name ~ '__' ~ table_name) }}
        {%- endif %}
    {% endfor %}
),

-- Each row counts once, with its newest time.
row_times as (

    select
        happened_at,
        case
            when happened_at is null or written_at > happened_at then written_at
            else happened_at
        end as known_at,
        table_name
        || '.'
        || case
            when happened_at is null or written_at > happened_at then 'updated_at'
            else column_name
        end as as_of_column

    from given_times

),

column_days as (

    select
        as_of_column,
        cast({{ local_time('known_at') }} as date) as known_on,
        count(*) as row_count,
        max(known_at) as last_at,
        min(happened_at) as first_at

    from row_times
    where known_at is not null
    group by as_of_column, cast({{ local_time('known_at') }} as date)

),

days as (

    select
        known_on,
        sum(row_count) as row_count

    from column_days
    group by known_on

),

followed as (

    select
        known_on,
        sum(row_count) over (
            order by known_on desc rows between unbounded preceding and current row
        ) as rows_from_then_on,
        sum(row_count) over () as all_rows,
        lag(known_on) over (order by known_on) as day_before

    from days

),

-- A few rows after a long gap are a typing error in the year, not new data. Few means one row if
-- there are ten or more, or 1 %.
stray as (

    select min(known_on) as stray_from
    from followed
    where
        {{ days_between('day_before', 'known_on') }} > {{ var('today_gap_days') }}
        and (
            rows_from_then_on * 100 <= all_rows
            or (rows_from_then_on = 1 and all_rows >= 10)
        )

),

credible as (

    select
        column_days.as_of_column,
        column_days.last_at,
        row_number() over (
            order by column_days.last_at desc, column_days.as_of_column asc
        ) as place

    from column_days
    cross join stray
    where
        stray.stray_from is null
        or column_days.known_on < stray.stray_from

),

spanned as (

    select
        min(first_at) as first_business_at,
        max(last_at) as newest_known_at

    from column_days

),

chosen as (

    select
        spanned.first_business_at,
        spanned.newest_known_at,
        {%- if var('as_of') is none %}
        credible.last_at as as_of,
        credible.as_of_column
        {%- else %}
        {{ moment_of_local_time("'" ~ var('as_of') ~ "'") }} as as_of,
        cast(null as string) as as_of_column
        {%- endif %}

    from spanned
    left join credible
        on credible.place = 1

),

later as (

    select
        chosen.as_of,
        cast(coalesce(sum(column_days.row_count), 0) as bigint) as later_row_count

    from chosen
    left join column_days
        on cast({{ local_time('chosen.as_of') }} as date) < column_days.known_on
    group by chosen.as_of

),

dated as (

    select
        chosen.first_business_at,
        chosen.as_of,
        cast({{ local_time('chosen.as_of') }} as date) as as_of_date,
        chosen.as_of_column,
        later.later_row_count,
        case when later.later_row_count > 0 then chosen.newest_known_at end as latest_at

    from chosen
    cross join later

)

select * from dated
