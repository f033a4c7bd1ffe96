{% macro mean_bound(event_count, numerator_sum, numerator_square_sum, side) -%}
    {%- set n = "cast(" ~ event_count ~ " as double)" -%}
    {%- set variance = sample_variance(event_count, numerator_sum, numerator_square_sum) -%}
    (
        cast({{ numerator_sum }} as double) / nullif({{ n }}, 0)
        {{ bound_sign(side) }} {{ student_t_critical_95(n ~ " - 1") }}
        * sqrt({{ variance }} / nullif({{ n }}, 0))
    )
{%- endmacro %}
