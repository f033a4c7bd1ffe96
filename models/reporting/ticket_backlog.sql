-- Open tickets and their age at the end of each day, from the status log. Openings, solvings and
-- reopenings are summed from the first day on. The age is summed likewise, as seconds of opening.
with

as_of as (

    select
        as_of,
        as_of_date

    from {{ ref('int_as_of') }}

),

tickets as (

    select
        ticket_id,
        coalesce(team, 'unknown') as team,
        coalesce(channel, 'unknown') as channel,
        coalesce(priority, 'unknown') as priority

    from {{ ref('fct_tickets') }}

),

spans as (

    select
        spans.*,
        tickets.team,
        tickets.channel,
        tickets.priority

    from {{ ref('int_tickets_open_spanned') }} as spans
    inner join tickets
        on spans.ticket_id = tickets.ticket_id

),

turns as (

    select
        team,
        channel,
        priority,
        {{ days_since_epoch(local_time('starts_at')) }} as day_number,
        cast(floor({{ microseconds_of('created_at') }} / 1000000.0) as bigint) as created_second,
        1 as opens,
        case when starts_at = created_at then 1 else 0 end as is_opening

    from spans
    union all
    select
        team,
        channel,
        priority,
        {{ days_since_epoch(local_time('ends_at')) }} as day_number,
        cast(floor({{ microseconds_of('created_at') }} / 1000000.0) as bigint) as created_second,
        -1 as opens,
        0 as is_opening

    from spans
    where ends_at is not null

),

placed as (
    {% for dimension in ['all', 'team', 'channel', 'priority'] %}
    {{ 'union all' if not loop.first }}
    select
        '{{ dimension }}' as dimension,
        {{ "'all'" if dimension == 'all' else dimension }} as dimension_value,
        day_number,
        sum(is_opening) as opened_count,
        sum(case when opens = 1 then 1 - is_opening else 0 end) as reopened_count,
        sum(case when opens = -1 then 1 else 0 end) as solved_count,
        sum(opens) as open_change,
        sum(opens * created_second) as created_seconds_change

    from turns
    group by {{ "dimension" if dimension == 'all' else dimension }}, day_number
    {% endfor %}
),

slices as (

    select
        dimension,
        dimension_value,
        min(day_number) as first_day

    from placed
    group by dimension, dimension_value

),

dates as (

    select
        bounds.dimension,
        bounds.dimension_value,
        {{ series_of_dates('bounds.first_date', 'bounds.last_date', 'day') }} as day

    from (
        select
            slices.dimension,
            slices.dimension_value,
            {{ date_plus_days("date '1970-01-01'", 'slices.first_day') }} as first_date,
            as_of.as_of_date as last_date
        from slices
        cross join as_of
    ) as bounds

),

summed as (

    select
        dates.dimension,
        dates.dimension_value,
        dates.day,
        coalesce(placed.opened_count, 0) as opened_count,
        coalesce(placed.reopened_count, 0) as reopened_count,
        coalesce(placed.solved_count, 0) as solved_count,
        sum(coalesce(placed.open_change, 0)) over so_far as open_count,
        sum(coalesce(placed.created_seconds_change, 0)) over so_far as created_seconds

    from dates
    left join placed
        on
            dates.dimension = placed.dimension
            and dates.dimension_value = placed.dimension_value
            and {{ days_since_epoch('dates.day') }} = placed.day_number
    window so_far as (
        partition by dates.dimension, dates.dimension_value
        order by dates.day asc
        rows between unbounded preceding and current row
    )

),

aged as (

    select
        summed.*,
        {{ microseconds_of(
            'least(as_of.as_of, ' ~ moment_of_local_time(date_plus_days('summed.day', 1)) ~ ')'
        ) }} / 1000000.0 as counted_second

    from summed
    cross join as_of

),

described as (

    select
        dimension,
        dimension_value,
        cast(day as date) as day,
        cast(opened_count as bigint) as opened_count,
        cast(reopened_count as bigint) as reopened_count,
        cast(solved_count as bigint) as solved_count,
        cast(open_count as bigint) as open_count,
        {{ ratio(
            'cast(open_count * counted_second - created_seconds as double)',
            '(open_count * 86400)'
        ) }} as mean_age_days

    from aged

)

select * from described
order by dimension, dimension_value, day
