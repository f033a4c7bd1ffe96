{#- The dimensions whose slices are searched for low satisfaction. -#}
{% macro gap_dimensions() -%}
    {{- return([
        'segment', 'region', 'channel', 'touchpoint', 'team', 'value_tier', 'customer_age', 'day_kind',
        'weekday', 'hour_kind',
    ]) -}}
{%- endmacro %}
