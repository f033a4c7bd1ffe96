{#- The condition that a state of a ticket is one in which it is done with. -#}
{% macro is_solved_state(state) -%}
    {{ state }} in ('solved', 'closed')
{%- endmacro %}
