{#- The result is never below the degrees of freedom of the smaller period. That always holds
    for the formula. It is therefore also the value if neither period varies, where the formula is 0
    / 0. -#}
{% macro welch_degrees_of_freedom(
    previous_event_count,
    previous_numerator_sum,
    previous_numerator_square_sum,
    current_event_count,
    current_numerator_sum,
    current_numerator_square_sum
) -%}
    {%- set previous_n = "cast(" ~ previous_event_count ~ " as double)" -%}
    {%- set current_n = "cast(" ~ current_event_count ~ " as double)" -%}
    {%- set previous_variance = sample_variance(
        previous_event_count, previous_numerator_sum, previous_numerator_square_sum
    ) -%}
    {%- set current_variance = sample_variance(
        current_event_count, current_numerator_sum, current_numerator_square_sum
    ) -%}
    (case
        when {{ previous_variance }} is not null and {{ current_variance }} is not null
            then greatest(
                coalesce(
                    power(
                        {{ previous_variance }} / nullif({{ previous_n }}, 0)
                        + {{ current_variance }} / nullif({{ current_n }}, 0),
                        2
                    ) / nullif(
                        power({{ previous_variance }} / nullif({{ previous_n }}, 0), 2)
                        / nullif({{ previous_n }} - 1, 0)
                        + power({{ current_variance }} / nullif({{ current_n }}, 0), 2)
                        / nullif({{ current_n }} - 1, 0),
                        0
                    ),
                    0
                ),
                least({{ previous_n }}, {{ current_n }}) - 1
            )
    end)
{%- endmacro %}
