{#- NPS is defined on 0 to 10 (also asked as 1 to 10), where 10 is best. No other scale has
    promoters and detractors. -#}
{% macro is_nps_scale(scale_min, scale_max, is_higher_better) -%}
    ({{ scale_min }} in (0, 1) and {{ scale_max }} = 10 and {{ is_higher_better }})
{%- endmacro %}
