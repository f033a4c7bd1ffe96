with

as_of as (

    select * from {{ ref('int_as_of') }}

),

days as (

    select
        {{ series_of_dates(
            start_of('year', local_time('first_business_at')), 'as_of_date', 'day'
        ) }} as date_day

    from as_of

),

described as (

    select
        date_day,
        {{ start_of('week', 'date_day') }} as week_start,
        {{ start_of('month', 'date_day') }} as month_start,
        {{ start_of('quarter', 'date_day') }} as quarter_start,
        {{ start_of('year', 'date_day') }} as year_start,
        cast(extract(year from date_day) as integer) as year_number,
        cast(extract(quarter from date_day) as integer) as quarter_number,
        cast(extract(month from date_day) as integer) as month_number,
        cast({{ days_between(start_of('week', 'date_day'), 'date_day') }} + 1 as integer)
            as weekday_number,
        {{ days_between(start_of('week', 'date_day'), 'date_day') }} >= 5 as is_weekend,
        date_day = {{ last_day_of_month('date_day') }} as is_month_end

    from days

)

select * from described
