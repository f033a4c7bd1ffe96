-- A model that keeps yesterday's rows has a row twice where it adds today's and leaves the old one.
-- So after a build from new deliveries the rows of the customers whom it touched are tested, and
-- those without a customer; after a full build all. `unique` and `not_null` read all rows at night.
-- depends_on: {{ ref('int_customers_to_rebuild') }}
{%- set of_customers, of_nobody = rows_to_test(), rows_to_test(has_customer=false) %}
{%- for mart in published_models('marts') %}
{%- set names = mart.columns | map(attribute='name') | list %}
{{ 'union all' if not loop.first }}
select
    '{{ mart.name }}' as mart,
    {{ joined_key(mart.key) }} as row_key,
    count(*) as row_count
from {{ ref(mart.name) }}
where {{ of_customers if 'customer_id' in names else of_nobody }}
group by {{ mart.key | join(', ') }}
having count(*) > 1 or {{ mart.key | join(' is null or ') }} is null
{%- endfor %}
