{#- Null where all that were left have gone: survival is 0 from there on and has no interval. -#}
{% macro greenwood_term(events, at_risk) -%}
    {%- set d = "cast(" ~ events ~ " as double)" -%}
    {%- set n = "cast(" ~ at_risk ~ " as double)" -%}
    ({{ d }} / nullif({{ n }} * ({{ n }} - {{ d }}), 0))
{%- endmacro %}
