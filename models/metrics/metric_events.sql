{%- set dimensions = var('metric_dimensions') | reject('equalto', 'persona') | list %}
-- Exact decimals, so that sums do not depend on the row order. The cast is outside the union,
-- because a metastore of Spark limits a view to 32,700 characters.
with

events as (
    {% for metric in var('metrics') %}
    select
        '{{ metric }}' as metric, event_id, customer_id,
        cast({{ local_time('occurred_at') }} as date) as event_date,
        {{ dimensions | join(', ') }},
        cast(numerator as double) as numerator, cast(denominator as double) as denominator
    from {{ ref('metric_' ~ metric) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

rounded as (

    select
        events.metric,
        events.event_id,
        events.customer_id,
        events.event_date,
        {% for dimension in dimensions -%}
        events.{{ dimension }},
        {% endfor -%}
        {%- if 'persona' in var('metric_dimensions') %}
        personas.persona,
        {%- endif %}
        {{ rounded_decimal('events.numerator') }} as numerator,
        {{ rounded_decimal('events.denominator') }} as denominator

    from events
    {{ persona_join('events.customer_id', 'events.event_date') }}

)

select * from rounded
