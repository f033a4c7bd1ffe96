{#- The 97.5 % quantile of the normal distribution; every 95 % interval takes it from here. -#}
{% macro z_95() -%}
    cast(1.959963984540054 as double)
{%- endmacro %}
