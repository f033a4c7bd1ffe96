{#-
    The join, aliased personas, that adds the persona at the start of the month of a date. No mart
    has the persona as a column: a new fit would change rows of customers whom a build does not
    rebuild. Nothing where the variable metric_dimensions has no persona.
-#}
{% macro persona_join(customer_id, date) -%}
    {%- if 'persona' in var('metric_dimensions') -%}
    left join {{ ref('int_customer_personas_assigned') }} as personas
        on
            {{ customer_id }} = personas.customer_id
            and {{ start_of('month', date) }} = {{ date_plus_days('personas.month_end', 1) }}
    {%- endif -%}
{%- endmacro %}
