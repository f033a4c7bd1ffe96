{#-
    The joins that add a customer's dimensions as of an event. Segment and region come from the
    version of the customer that was valid at `occurred_at`. Lifecycle stage and value tier come
    from the start of the month. The caller selects from `version` and `standing`.
-#}
{% macro as_of_event(relation, occurred_at) -%}
left join {{ ref('int_customers_versioned') }} as version
        on
            {{ relation }}.customer_id = version.customer_id
            and (version.valid_from is null or {{ relation }}.{{ occurred_at }} >= version.valid_from)
            and (version.valid_to is null or {{ relation }}.{{ occurred_at }} < version.valid_to)
    left join {{ ref('int_customer_standings') }} as standing
        on
            {{ relation }}.customer_id = standing.customer_id
            and {{ start_of('month', local_time(relation ~ '.' ~ occurred_at)) }} = standing.month_start
{%- endmacro %}
