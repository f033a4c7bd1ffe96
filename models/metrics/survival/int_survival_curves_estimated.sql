-- Kaplan-Meier curves of all customers and of each group, with the expected events of the log-rank
-- test. Expected at each time: the share of the group among all at risk, times all events. A group
-- has a row at each time at which any customer of its dimension has an event or is censored.
{%- set dimensions = ['segment', 'region', 'plan', 'value_tier'] %}
with

relations as (

    select * from {{ ref('int_relations_followed') }}

),

dimensions as (

    select * from {{ constant_rows('dimension', ['all'] + dimensions) }}

),

sliced as (

    select
        relations.relation,
        dimensions.dimension,
        case dimensions.dimension
            {%- for dimension in dimensions %}
            when '{{ dimension }}' then relations.{{ dimension }}
            {%- endfor %}
            else 'all'
        end as dimension_value,
        relations.duration_days,
        case when relations.has_ended then 1 else 0 end as is_ended

    from relations
    cross join dimensions

),

counted as (

    select
        relation,
        dimension,
        dimension_value,
        duration_days,
        sum(is_ended) as event_count,
        count(*) - sum(is_ended) as censored_count

    from sliced
    where dimension_value is not null
    group by relation, dimension, dimension_value, duration_days

),

sized as (

    select
        relation,
        dimension,
        dimension_value,
        sum(event_count + censored_count) as customer_count

    from counted
    group by relation, dimension, dimension_value

),

moments as (

    select
        relation,
        dimension,
        duration_days

    from counted
    group by relation, dimension, duration_days

),

placed as (

    select
        sized.relation,
        sized.dimension,
        sized.dimension_value,
        sized.customer_count,
        moments.duration_days,
        coalesce(counted.event_count, 0) as event_count,
        coalesce(counted.censored_count, 0) as censored_count

    from sized
    inner join moments
        on
            sized.relation = moments.relation
            and sized.dimension = moments.dimension
    left join counted
        on
            sized.relation = counted.relation
            and sized.dimension = counted.dimension
            and sized.dimension_value = counted.dimension_value
            and moments.duration_days = counted.duration_days

),

{{ kaplan_meier('placed', ['relation', 'dimension', 'dimension_value'], 'duration_days') }},

pooled as (

    select
        *,
        sum(event_count) over at_that_time as pooled_event_count,
        sum(at_risk_count) over at_that_time as pooled_at_risk_count

    from bounded
    window at_that_time as (partition by relation, dimension, duration_days)

),

expected as (

    select
        *,
        pooled_event_count * {{ ratio('at_risk_count', 'pooled_at_risk_count') }}
            as expected_event_count,
        -- The hypergeometric variance; it is 0 for the last one at risk.
        pooled_event_count
        * {{ ratio('at_risk_count', 'pooled_at_risk_count') }}
        * {{ ratio('pooled_at_risk_count - at_risk_count', 'pooled_at_risk_count') }}
        * coalesce(
            {{ ratio('pooled_at_risk_count - pooled_event_count', 'pooled_at_risk_count - 1') }}, 0
        ) as event_count_variance

    from pooled

),

summed as (

    select
        relation,
        dimension,
        dimension_value,
        duration_days,
        customer_count,
        at_risk_count,
        event_count,
        censored_count,
        survival,
        survival_standard_error,
        survival_low,
        survival_high,
        sum(event_count) over so_far as events_so_far,
        sum(expected_event_count) over so_far as expected_events_so_far,
        sum(event_count_variance) over so_far as event_variance_so_far

    from expected
    window so_far as (
        partition by relation, dimension, dimension_value
        order by duration_days
        rows between unbounded preceding and current row
    )

)

select * from summed
