-- The roll-up reads every metric by this shape, and counts an event twice that stands twice.
{% test is_metric(model) %}
with

events as (

    select
        event_id,
        customer_id,
        occurred_at,
        {% for dimension in var('metric_dimensions') -%}
        {{ dimension }},
        {% endfor -%}
        numerator,
        denominator,
        weight

    from {{ model }}

),

judged as (

    select
        event_id,
        count(*) as row_count,
        count(case when occurred_at is null then 1 end) as without_time_count,
        count(case when numerator is null then 1 end) as without_numerator_count,
        count(case when denominator is null or denominator < 0 then 1 end) as bad_denominator_count,
        count(case when weight is null or weight <= 0 then 1 end) as bad_weight_count

    from events
    group by event_id

)

select * from judged
where
    event_id is null
    or row_count > 1
    or without_time_count + without_numerator_count + bad_denominator_count + bad_weight_count > 0
{% endtest %}
