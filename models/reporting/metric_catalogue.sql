-- What every metric means, straight from the YAML beside it.
{% for metric in var('metrics') %}
{%- set meta = metric_meta(metric) %}
{{ 'union all' if not loop.first }}
select
    {{ loop.index }} as position,
    '{{ metric }}' as metric,
    {%- for field in [
        'label_en', 'label_zh', 'formula', 'unit', 'better', 'statistic', 'kind',
        'lifecycle_stage', 'smallest_period', 'owner', 'description'
    ] %}
    '{{ meta.get(field, '') | replace("'", "''") | trim }}' as {{ field }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endfor %}
