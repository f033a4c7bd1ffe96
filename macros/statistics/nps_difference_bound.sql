{#- Centred on the change that is published; clipped, since NPS cannot move by more than 200. -#}
{% macro nps_difference_bound(
    previous_value, previous_standard_error, current_value, current_standard_error, side
) -%}
    (case
        when {{ previous_value }} is not null
            and {{ previous_standard_error }} is not null
            and {{ current_value }} is not null
            and {{ current_standard_error }} is not null
            then least(greatest(
                cast({{ current_value }} as double) - cast({{ previous_value }} as double)
                {{ bound_sign(side) }} {{ z_95() }} * sqrt(
                    power(cast({{ previous_standard_error }} as double), 2)
                    + power(cast({{ current_standard_error }} as double), 2)
                ),
                -200
            ), 200)
    end)
{%- endmacro %}
