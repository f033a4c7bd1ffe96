-- Exact decimals, so that sums do not depend on the row order. The cast is outside the union,
-- because a metastore of Spark limits a view to 32,700 characters.
with

events as (
    {% for metric in var('metrics') %}
    select
        '{{ metric }}' as metric, event_id, customer_id,
        cast({{ local_time('occurred_at') }} as date) as event_date,
        {{ var('metric_dimensions') | join(', ') }},
        cast(numerator as double) as numerator, cast(denominator as double) as denominator,
        cast(weight as double) as weight
    from {{ ref('metric_' ~ metric) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

rounded as (

    select
        metric,
        event_id,
        customer_id,
        event_date,
        {% for dimension in var('metric_dimensions') -%}
        {{ dimension }},
        {% endfor -%}
        {{ rounded_decimal('numerator') }} as numerator,
        {{ rounded_decimal('denominator') }} as denominator,
        weight

    from events

)

select * from rounded
