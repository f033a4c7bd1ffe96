{% macro welch_difference_bound(
    previous_event_count,
    previous_numerator_sum,
    previous_numerator_square_sum,
    current_event_count,
    current_numerator_sum,
    current_numerator_square_sum,
    degrees_of_freedom,
    side
) -%}
    {%- set previous_n = "cast(" ~ previous_event_count ~ " as double)" -%}
    {%- set current_n = "cast(" ~ current_event_count ~ " as double)" -%}
    (
        cast({{ current_numerator_sum }} as double) / nullif({{ current_n }}, 0)
        - cast({{ previous_numerator_sum }} as double) / nullif({{ previous_n }}, 0)
        {{ bound_sign(side) }} {{ student_t_critical_95(degrees_of_freedom) }} * sqrt(
            {{ sample_variance(
                previous_event_count, previous_numerator_sum, previous_numerator_square_sum
            ) }} / nullif({{ previous_n }}, 0)
            + {{ sample_variance(
                current_event_count, current_numerator_sum, current_numerator_square_sum
            ) }} / nullif({{ current_n }}, 0)
        )
    )
{%- endmacro %}
