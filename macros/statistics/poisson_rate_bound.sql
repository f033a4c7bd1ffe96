{#- The score interval: all rates whose expected count is within z standard deviations,
    sqrt(rate * exposure), of the observed count. It has a closed form, and its upper bound is above
    0 even with no events. -#}
{% macro poisson_rate_bound(events, exposure, side) -%}
    {%- set x = "cast(" ~ events ~ " as double)" -%}
    {%- set t = "cast(" ~ exposure ~ " as double)" -%}
    {%- set z_squared = "power(" ~ z_95() ~ ", 2)" -%}
    (case
        {%- if bound_sign(side) == '-' %}
        when {{ x }} = 0 and {{ t }} > 0 then cast(0 as double)
        {%- endif %}
        when {{ x }} >= 0 and {{ t }} > 0
            then (
                {{ x }} + {{ z_squared }} * 0.5
                {{ bound_sign(side) }} {{ z_95() }} * sqrt({{ x }} + {{ z_squared }} * 0.25)
            ) / nullif({{ t }}, 0)
    end)
{%- endmacro %}
