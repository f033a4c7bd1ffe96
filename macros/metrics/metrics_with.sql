{#- A SQL list of the metrics whose YAML gives a field one of these values; never an empty list. -#}
{% macro metrics_with(field, values) -%}
    {%- set names = [''] -%}
    {%- for metric in var('metrics') if metric_meta(metric).get(field) in values -%}
        {%- do names.append(metric) -%}
    {%- endfor -%}
    ('{{ names | join("', '") }}')
{%- endmacro %}
