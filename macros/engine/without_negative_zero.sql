{#- A double without negative zero: -0.0 equals 0.0, but is shown as a negative number. -#}
{% macro without_negative_zero(number) -%}
    case when {{ number }} = 0 then cast(0 as double) else cast({{ number }} as double) end
{%- endmacro %}
