{#- On the scale log(-log(survival)) the bounds stay within 0 and 1. On the scale of survival
    they may not. The sign is reversed, because that scale falls as survival rises. -#}
{% macro log_log_bound(survival, greenwood_sum, side) -%}
    {%- set s = "cast(" ~ survival ~ " as double)" -%}
    {%- set g = "cast(" ~ greenwood_sum ~ " as double)" -%}
    (case
        when {{ s }} > 0 and {{ s }} < 1 and {{ g }} >= 0
            then power({{ s }}, exp(
                0 - ({{ bound_sign(side) }} {{ z_95() }} * sqrt({{ g }})
                / nullif(abs(ln({{ s }})), 0))
            ))
    end)
{%- endmacro %}
