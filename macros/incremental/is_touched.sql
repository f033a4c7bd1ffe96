{#-
    The condition that a row is one of a touched customer's, or nobody's, or meets another condition.
    What a model makes and what its strategy replaces are both told by it.
-#}
{% macro is_touched(customer_id, or_where=none) -%}
    (
        {{- customer_id }} is null
        or {{ customer_id }} in (select customer_id from {{ ref('int_customers_touched') }})
        {{- ' or ' ~ or_where if or_where -}}
    )
{%- endmacro %}
