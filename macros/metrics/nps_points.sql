{#- The points of a score from 0 to 10 for the NPS: 100 for a promoter, -100 for a detractor,
    else 0. -#}
{% macro nps_points(score) -%}
    case when {{ score }} >= 9 then 100 when {{ score }} >= 7 then 0 else -100 end
{%- endmacro %}
