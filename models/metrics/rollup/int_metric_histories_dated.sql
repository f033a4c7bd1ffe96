-- The days that the data can speak of, for each metric. An event whose outcome comes later (a survey
-- may be answered for 30 days) is known so many days after it.
with

as_of as (

    select * from {{ ref('int_as_of') }}

),

thresholds as (

    select max(case when threshold = 'lapsed_after' then days end) as lapsed_after_days
    from {{ ref('lifecycle_thresholds') }}

),

metrics as (
    {% for metric in var('metrics') %}
    {{ 'union all' if not loop.first }}
    select
        '{{ metric }}' as metric,
        {{ days_until_known(metric) }} as days_until_known
    from thresholds
    {%- endfor %}

),

dated as (

    select
        metrics.metric,
        {{ date_plus_days('as_of.as_of_date', '-metrics.days_until_known') }} as known_until_on

    from metrics
    cross join as_of

)

select * from dated
