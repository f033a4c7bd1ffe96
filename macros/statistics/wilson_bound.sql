{#- The bounds at 0 and 1 are explicit, because rounding would leave 1e-17 instead of 0. -#}
{% macro wilson_bound(success_count, event_count, side) -%}
    {%- set x = "cast(" ~ success_count ~ " as double)" -%}
    {%- set n = "cast(" ~ event_count ~ " as double)" -%}
    {%- set z_squared = "power(" ~ z_95() ~ ", 2)" -%}
    (case
        when not {{ n }} > 0 or {{ x }} is null or {{ n }} is null then null
        {%- if bound_sign(side) == '-' %}
        when {{ x }} <= 0 then cast(0 as double)
        {%- else %}
        when {{ x }} >= {{ n }} then cast(1 as double)
        {%- endif %}
        else least(greatest(
            (
                {{ x }} + {{ z_squared }} * 0.5 {{ bound_sign(side) }} {{ z_95() }} * sqrt(greatest(
                    {{ x }} * ({{ n }} - {{ x }}) / nullif({{ n }}, 0) + {{ z_squared }} * 0.25, 0
                ))
            ) / nullif({{ n }} + {{ z_squared }}, 0),
            0
        ), 1)
    end)
{%- endmacro %}
