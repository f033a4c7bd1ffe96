{#- If the curve is level exactly at the quantile, R and lifelines take the middle of the level
    part. It ends at the next event, if there is one. -#}
{% macro survival_quantile(survival, level, time) -%}
    {%- set level_from -%}
        min(case when abs({{ survival }} - {{ level }}) < 1e-9 then {{ time }} end)
    {%- endset -%}
    {%- set below_from -%}
        min(case when {{ survival }} <= {{ level }} - 1e-9 then {{ time }} end)
    {%- endset -%}
    coalesce(
            ({{ level_from }} + {{ below_from }}) * 0.5,
            {{ level_from }},
            {{ below_from }}
        )
{%- endmacro %}
