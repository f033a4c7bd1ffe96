{#-
    The events of all metrics that the roll-up cannot sum: without a part they need, or there twice.
    Numbers are looked at as the roll-up reads them. A metric without one of the columns is an error.
-#}
{% macro unsound_events(condition='true') -%}
    {%- for metric in var('metrics') %}
    {{ 'union all' if not loop.first }}
    select
        '{{ metric }}' as metric,
        event_id,
        count(*) as row_count
    from (
        select
            event_id,
            customer_id,
            occurred_at,
            {%- for dimension in var('metric_dimensions') %}
            {{ dimension }},
            {%- endfor %}
            numerator,
            denominator,
            weight
        from {{ ref('metric_' ~ metric) }}
    ) as events
    where {{ condition }}
    group by event_id
    having
        event_id is null
        or count(*) > 1
        or count(occurred_at) < count(*)
        or count({{ rounded_decimal('numerator') }}) < count(*)
        or count(case when {{ rounded_decimal('denominator') }} >= 0 then 1 end) < count(*)
        or count(case when weight = 1 then 1 end) < count(*)
    {%- endfor %}
{%- endmacro %}
