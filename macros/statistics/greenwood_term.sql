{#- Null if all customers at risk have the event: survival is 0 from then on and has no
    interval. -#}
{% macro greenwood_term(events, at_risk) -%}
    {%- set d = "cast(" ~ events ~ " as double)" -%}
    {%- set n = "cast(" ~ at_risk ~ " as double)" -%}
    ({{ d }} / nullif({{ n }} * ({{ n }} - {{ d }}), 0))
{%- endmacro %}
