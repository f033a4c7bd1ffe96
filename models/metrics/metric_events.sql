-- Numbers are exact decimals here, so that their sums are the same in any order.
{% for metric in var('metrics') %}
{{ 'union all' if not loop.first }}
select
    '{{ metric }}' as metric,
    event_id,
    customer_id,
    cast({{ local_time('occurred_at') }} as date) as event_date,
    {% for dimension in var('metric_dimensions') -%}
    {{ dimension }},
    {% endfor -%}
    {{ rounded_decimal('numerator') }} as numerator,
    {{ rounded_decimal('denominator') }} as denominator,
    cast(weight as double) as weight
from {{ ref('metric_' ~ metric) }}
{% endfor %}
