-- sqlfluff:exclude_rules:ST06
with

parts as (
    {% for name, dimensions in var('metric_combinations').items() %}
    {%- set is_last_combination = loop.last %}
    {%- for part in dimensions %}
    select
        '{{ name }}' as dimension,
        cast({{ loop.index }} as integer) as position,
        '{{ part }}' as part
    {{ 'union all' if not (is_last_combination and loop.last) }}
    {%- endfor %}
    {%- else %}
    select
        cast(null as string) as dimension,
        cast(null as integer) as position,
        cast(null as string) as part
    where false
    {%- endfor %}
)

select * from parts
order by dimension, position
