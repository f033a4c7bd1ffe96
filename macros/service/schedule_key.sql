{#- What a schedule is looked up by: its name in lower case; without one the variable default_schedule. -#}
{% macro schedule_key(schedule) -%}
    {%- if var('default_schedule') is none -%}
        lower({{ schedule }})
    {%- else -%}
        lower(coalesce({{ schedule }}, {{ text_literal(var('default_schedule')) }}))
    {%- endif -%}
{%- endmacro %}
