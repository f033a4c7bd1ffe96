{#-
    The condition of the rows that an incremental build makes again: those of the customers to
    rebuild, those without a customer, and those that the model's `meta.rebuilt_too` names (a macro
    with a condition). A table without customers names its only condition as `meta.rebuilt`, or
    true: all rows are made and compared. The strategy replaces no other rows than these.
-#}
{% macro is_to_rebuild(customer_id, customers_only=false) -%}
    {%- set meta = config.get('meta') or {} -%}
    {%- if meta.rebuilt -%}
        {{- return(context[meta.rebuilt]() if meta.rebuilt is string else 'true') -}}
    {%- endif -%}
    {%- set rebuilt_too = none if customers_only else meta.rebuilt_too -%}
    (
        {{- customer_id }} is null
        or {{ customer_id }} in (select customer_id from {{ ref('int_customers_to_rebuild') }})
        {{- ' or ' ~ context[rebuilt_too]() if rebuilt_too -}}
    )
{%- endmacro %}
