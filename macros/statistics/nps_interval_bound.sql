{#- The three added answers have the sum 0: they change the count, not the sum. -#}
{% macro nps_interval_bound(event_count, numerator_sum, numerator_square_sum, side) -%}
    {%- set n = "cast(" ~ event_count ~ " as double)" -%}
    {%- set s = "cast(" ~ numerator_sum ~ " as double)" -%}
    (case
        when {{ n }} > 0 and {{ s }} is not null and {{ numerator_square_sum }} is not null
            then least(greatest(
                {{ s }} / nullif({{ n }} + 3, 0)
                {{ bound_sign(side) }} {{ z_95() }}
                * {{ nps_standard_error(event_count, numerator_sum, numerator_square_sum) }},
                -100
            ), 100)
    end)
{%- endmacro %}
