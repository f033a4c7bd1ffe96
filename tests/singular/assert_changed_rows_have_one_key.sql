-- A model that takes over yesterday's rows adds a row twice, or not at all, where today's belong to
-- the same key. So each day the rows of the changed customers are tested, and those without a
-- customer; at night `unique` and `not_null` read every row of the marts.
with

changed_customers as (

    {{ changed_customers() }}

),

keyed as (
    {%- for mart in published_models('marts') %}
    {%- set names = mart.columns | map(attribute='name') | list %}
    {{ 'union all' if not loop.first }}
    select
        '{{ mart.name }}' as mart,
        case
            when {{ mart.key | join(' is not null and ') }} is not null
                then {{ joined_key(mart.key) }}
        end as row_key
    from {{ ref(mart.name) }}
    {%- if 'customer_id' in names %}
    where
        customer_id is null
        or customer_id in (select changed.customer_id from changed_customers as changed)
    {%- endif %}
    {%- endfor %}
)

select
    mart,
    row_key,
    count(*) as row_count
from keyed
group by mart, row_key
having count(*) > 1 or row_key is null
