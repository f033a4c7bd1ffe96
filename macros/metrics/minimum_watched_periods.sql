{#- With fewer periods the expected value is too uncertain: with 13, a series has 5 times the
    false alarms. -#}
{% macro minimum_watched_periods() -%}
    {{ return(26) }}
{%- endmacro %}
