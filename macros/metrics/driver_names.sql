{#- The drivers of each kind of case. The position of a driver in the list is the number of its
    columns in the sums. -#}
{% macro driver_names() -%}
    {%- set of_customer = [
        'ticket_count', 'complaint_count', 'slow_reply_count', 'reopen_count',
        'late_delivery_count', 'refund_count', 'purchase_count',
    ] -%}
    {{- return({
        'ticket': [
            'first_response_hours', 'resolution_hours', 'reopen_count', 'escalation_count',
            'agent_reply_count', 'came_back', 'agent_is_trained', 'delivery_delay_days',
        ],
        'order': [
            'delivery_delay_days', 'queue_minutes', 'refund_share', 'discount_share',
            'promotion_used', 'ticket_count', 'complaint_count',
        ],
        'relationship': of_customer,
        'customer': of_customer,
    }) -}}
{%- endmacro %}
