{#- The 97.5 % quantile of the normal distribution. Every 95 % interval uses this macro. -#}
{% macro z_95() -%}
    cast(1.959963984540054 as double)
{%- endmacro %}
