{#-
    An amount in the base currency as an exact decimal, so that its sums do not depend on the row
    order. Null if there is no rate, or if the product has more digits than the type.
-#}
{% macro base_amount(amount, base_per_unit) -%}
    {%- set product = 'cast(' ~ amount ~ ' as double) * ' ~ base_per_unit -%}
    case when abs({{ product }}) < 99999999999999 then {{ rounded_decimal(product) }} end
{%- endmacro %}
