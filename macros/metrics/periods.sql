{#- A relation of the periods that metrics are reported for. -#}
{% macro periods() -%}
    (
        {%- for period in ['all', 'year', 'quarter', 'month', 'week', 'day'] %}
        {{ 'union all ' if not loop.first }}select '{{ period }}' as period
        {%- endfor %}
    )
{%- endmacro %}
