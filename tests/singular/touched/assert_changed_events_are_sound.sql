-- What `is_metric` asks of all events at night, asked by day of those of the customers whom the
-- build touched, and of those without a customer: the roll-up counts twice what stands twice.
-- depends_on: {{ ref('int_customers_touched') }}
{%- set condition = rows_to_test() %}
{%- for metric in var('metrics') %}
{{ 'union all' if not loop.first }}
select
    '{{ metric }}' as metric,
    unsound.*
from (
    {{ unsound_events(ref('metric_' ~ metric), condition) }}
) as unsound
{%- endfor %}
