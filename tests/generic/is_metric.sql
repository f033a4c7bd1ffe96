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

)

{{ unsound_events('events') }}
{% endtest %}
