{#-
    Whether rows of two relations are of one slice: the same dimension, and its value but for the
    spelling. dimension: the column of the first one's dimension, whose value stands in <dimension>_value.
-#}
{% macro is_same_slice(relation, other, dimension='dimension') -%}
    {{ relation }}.{{ dimension }} = {{ other }}.dimension
    and {{ spelling_key(relation ~ '.' ~ dimension ~ '_value') }}
    = {{ spelling_key(other ~ '.dimension_value') }}
{%- endmacro %}
