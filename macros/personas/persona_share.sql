{#- Aggregate: the share of all customers together, for a feature with share_of. -#}
{% macro persona_share(feature) -%}
    {{ ratio(
        'sum(' ~ persona_part(feature.name, feature.share_of) ~ ')', 'sum(' ~ feature.share_of ~ ')'
    ) }}
{%- endmacro %}

{#- A part that is never more than its whole; null where either is. -#}
{% macro persona_part(part, whole) -%}
    case when {{ part }} > {{ whole }} then {{ whole }} else {{ part }} end
{%- endmacro %}
