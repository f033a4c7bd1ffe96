-- A model that keeps yesterday's rows has a row twice where it adds today's and leaves the old one.
-- So after a build from new deliveries the rows of the customers whom it touched are tested, and
-- those without a customer; after a full build all. At night `unique` and `not_null` read all rows.
-- depends_on: {{ ref('int_customers_touched') }}
{%- for mart in published_models('marts') %}
{%- set names = mart.columns | map(attribute='name') | list %}
{{ 'union all' if not loop.first }}
select
    '{{ mart.name }}' as mart,
    {{ joined_key(mart.key) }} as row_key,
    count(*) as row_count
from {{ ref(mart.name) }}
where {{ rows_to_test(has_customer='customer_id' in names) }}
group by {{ mart.key | join(', ') }}
having count(*) > 1 or {{ mart.key | join(' is null or ') }} is null
{%- endfor %}
