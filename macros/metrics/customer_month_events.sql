{#-
    The metric events of customer-months. Each event is at the start of its month and has the
    lifecycle stage and value tier of the month before. The relation has the columns of
    fct_customer_months. without: as in metric_dimensions.
-#}
{% macro customer_month_events(relation, numerator, without={}) -%}
    select
        event_id,
        customer_id,
        occurred_at,
        {{ metric_dimensions('fct_customer_months', without) }},
        numerator,
        1 as denominator

    from (
        select
            {{ joined_key(['customer_id', 'month_start']) }} as event_id,
            customer_id,
            {{ moment_of_local_time('month_start') }} as occurred_at,
            segment,
            region,
            previous_value_tier as value_tier,
            previous_lifecycle_stage as lifecycle_stage,
            {{ numerator }} as numerator
        from {{ relation }}
    ) as months
{%- endmacro %}
