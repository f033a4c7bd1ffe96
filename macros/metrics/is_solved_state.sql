{#- The condition that the status of a ticket is final: solved or closed. -#}
{% macro is_solved_state(state) -%}
    {{ state }} in ('solved', 'closed')
{%- endmacro %}
