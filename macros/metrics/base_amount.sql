{#-
    An amount in the base currency as an exact decimal, so that sums are the same in any order. Null
    where there is no rate.
-#}
{% macro base_amount(amount, base_per_unit) -%}
    {{ rounded_decimal('cast(' ~ amount ~ ' as double) * ' ~ base_per_unit) }}
{%- endmacro %}
