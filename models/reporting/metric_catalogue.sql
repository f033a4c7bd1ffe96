-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- What every metric means, straight from the YAML beside it; a survey may turn what is better.
{%- set fields = [
    'label_en', 'label_zh', 'formula', 'unit', 'better', 'statistic', 'kind', 'lifecycle_stage',
    'smallest_period', 'owner', 'description'
] %}
with

described as (
    {% for metric in var('metrics') %}
    {%- set meta = metric_meta(metric) %}
    {%- if meta.get('unit') == 'currency' %}
    {%- do meta.update(unit=base_currency()) %}
    {%- endif %}
    {{ 'union all' if not loop.first }}
    select
        {{ loop.index }} as position,
        '{{ metric }}' as metric,
        {%- for field in fields if field != 'better' %}
        {{ text_literal(meta.get(field, '')) }} as {{ field }}{{ ',' if not loop.last }}
        {%- endfor %}
    {%- endfor %}

),

directed as (

    select
        described.position,
        described.metric,
        {%- for field in fields %}
        {{ 'scales' if field == 'better' else 'described' }}.{{ field }}{{ ',' if not loop.last }}
        {%- endfor %}

    from described
    inner join {{ ref('int_metric_scales_found') }} as scales
        on described.metric = scales.metric

)

select * from directed
