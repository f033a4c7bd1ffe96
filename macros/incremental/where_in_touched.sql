{#-
    In a view below a model that is made for touched customers: the condition that leaves the others
    out. It reads the same in every build, for a view is kept; a unit test gives no such input.
-#}
{% macro where_in_touched(customer_id) -%}
    {%- if not (execute and model.resource_type == 'unit_test') -%}
    where {{ customer_id }} in (select customer_id from {{ ref('int_customers_touched') }})
    {%- endif -%}
{%- endmacro %}
