{#- A SQL list of the metrics whose YAML has one of these values in a field. The list is never
    empty. -#}
{% macro metrics_with(field, values) -%}
    {%- set names = [''] -%}
    {%- for metric in var('metrics') if metric_meta(metric).get(field) in values -%}
        {%- do names.append(metric) -%}
    {%- endfor -%}
    ('{{ names | join("', '") }}')
{%- endmacro %}
