{#- Cast before squaring: a sum of whole numbers overflows when it is squared. Of values that never
    vary, rounding leaves a variance just below 0. -#}
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
