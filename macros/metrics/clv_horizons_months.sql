{#- The horizons, in months, for which purchases and value are predicted. -#}
{% macro clv_horizons_months() -%}
    {{- return([3, 12, 36]) -}}
{%- endmacro %}
