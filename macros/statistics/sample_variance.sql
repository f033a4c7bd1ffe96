{#- Cast before squaring, because the square of a sum of integers can overflow. If the values
    never vary, rounding may leave a variance just below 0, so 0 is the minimum. -#}
{% macro sample_variance(event_count, numerator_sum, numerator_square_sum) -%}
    {%- set n = "cast(" ~ event_count ~ " as double)" -%}
    {%- set s = "cast(" ~ numerator_sum ~ " as double)" -%}
    {%- set ss = "cast(" ~ numerator_square_sum ~ " as double)" -%}
    (case
        when {{ n }} >= 2 and {{ s }} is not null and {{ ss }} is not null
            then greatest({{ ss }} - {{ s }} * {{ s }} / nullif({{ n }}, 0), 0)
                / nullif({{ n }} - 1, 0)
    end)
{%- endmacro %}
