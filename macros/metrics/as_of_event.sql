{#-
    The joins that bring a customer's dimensions as of an event: segment and region by the version of
    the customer that held at `occurred_at`, lifecycle stage and value tier as the month began. The
    caller selects from `version` and `standing`.
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
