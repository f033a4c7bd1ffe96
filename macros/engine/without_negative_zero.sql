{#- A double whose 0 has no sign: -0.0 equals 0.0 and is shown as a loss of nothing. -#}
{% macro without_negative_zero(number) -%}
    case when {{ number }} = 0 then cast(0 as double) else cast({{ number }} as double) end
{%- endmacro %}
