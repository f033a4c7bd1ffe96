{#- The variance is recovered from each period's own bounds (MOVER). The difference is lowest if
    the current value is at its low and the previous one at its high, so those two bounds enter the
    lower bound. -#}
{% macro difference_bound(
    previous, previous_low, previous_high, current, current_low, current_high, side
) -%}
    {%- if bound_sign(side) == '-' -%}
        {%- set current_end, previous_end = current_low, previous_high -%}
    {%- else -%}
        {%- set current_end, previous_end = current_high, previous_low -%}
    {%- endif -%}
    (
        cast({{ current }} as double) - cast({{ previous }} as double)
        {{ bound_sign(side) }} sqrt(
            power(cast({{ current_end }} as double) - cast({{ current }} as double), 2)
            + power(cast({{ previous_end }} as double) - cast({{ previous }} as double), 2)
        )
    )
{%- endmacro %}
