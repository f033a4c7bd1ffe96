{#- Student t instead of z: with denominators of 1 the result then equals `mean_bound` in every
    digit. -#}
{% macro ratio_bound(
    event_count,
    numerator_sum,
    denominator_sum,
    numerator_square_sum,
    product_sum,
    denominator_square_sum,
    side
) -%}
    (
        cast({{ numerator_sum }} as double) / nullif(cast({{ denominator_sum }} as double), 0)
        {{ bound_sign(side) }}
        {{ student_t_critical_95("cast(" ~ event_count ~ " as double) - 1") }}
        * {{ ratio_standard_error(
            event_count,
            numerator_sum,
            denominator_sum,
            numerator_square_sum,
            product_sum,
            denominator_square_sum
        ) }}
    )
{%- endmacro %}
