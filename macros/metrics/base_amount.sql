{#-
    An amount in the base currency as an exact decimal, so that sums are the same in any order. Null
    where there is no rate, and where the product has more digits than the type.
-#}
{% macro base_amount(amount, base_per_unit) -%}
    {%- set product = 'cast(' ~ amount ~ ' as double) * ' ~ base_per_unit -%}
    case when abs({{ product }}) < 99999999999999 then {{ rounded_decimal(product) }} end
{%- endmacro %}
