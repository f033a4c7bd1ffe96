{#- The key that joins a schedule: its name in lower case, or the variable default_schedule if
    the ticket has none. -#}
{% macro schedule_key(schedule) -%}
    {%- if var('default_schedule') is none -%}
        lower({{ schedule }})
    {%- else -%}
        lower(coalesce({{ schedule }}, {{ text_literal(var('default_schedule')) }}))
    {%- endif -%}
{%- endmacro %}
