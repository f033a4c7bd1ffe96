{#-
    Whether rows of two relations belong to one slice: the same dimension and the same value,
    ignoring its spelling. dimension: the dimension column of the first relation, whose value is in
    <dimension>_value.
-#}
{% macro is_same_slice(relation, other, dimension='dimension') -%}
    {{ relation }}.{{ dimension }} = {{ other }}.dimension
    and {{ spelling_key(relation ~ '.' ~ dimension ~ '_value') }}
    = {{ spelling_key(other ~ '.dimension_value') }}
{%- endmacro %}
