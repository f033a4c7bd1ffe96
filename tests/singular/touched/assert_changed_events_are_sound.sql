-- What assert_every_event_is_sound asks of all events at night, asked by day of the events of
-- customers whom the build touched, and of the events without a customer.
-- depends_on: {{ ref('int_customers_to_rebuild') }}
{%- do ref('metric_coverage') %}
{{ unsound_events(rows_to_test()) }}
