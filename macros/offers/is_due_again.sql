{#- Whether a customer is due to buy an item again that is bought in a rhythm: between half and twice
    its cycle after the last purchase. -#}
{% macro is_due_again(cycle_days, elapsed_days) -%}
    (
        {{ cycle_days }} <= {{ var('recommendations').window_days }}
        and 2 * {{ elapsed_days }} >= {{ cycle_days }}
        and {{ elapsed_days }} <= 2 * {{ cycle_days }}
    )
{%- endmacro %}
