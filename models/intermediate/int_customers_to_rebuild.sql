-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
{% for source_name, table_name in raw_tables() -%}
-- depends_on: {{ ref('base_' ~ source_name ~ '__' ~ table_name) }}
{% endfor -%}
-- depends_on: {{ ref('int_as_of') }}
-- depends_on: {{ ref('int_sources_observed') }}
-- depends_on: {{ ref('int_text_values_numbered') }}
-- depends_on: {{ ref('int_tickets_merged') }}
-- depends_on: {{ ref('stg_dimensions__joined_values') }}
-- The customers whose rows this build must make again. The raw contract declares beside its columns
-- which row rebuilds whom, and which time does (docs/increment.md). In a full build nobody is
-- listed, because everybody is built.
{% if is_full_build() %}
select customer_id
from {{ ref('int_customers_merged') }}
where false
{% else %}
{%- set tables = tables_that_rebuild() %}
{%- set naming_customers = [] %}
{%- for table in tables %}
{%- for column in table.columns if column.rebuilds == 'crm.customers' %}
{%- do naming_customers.append((table, column)) %}
{%- endfor %}
{%- endfor %}
with

-- The time that passed since the build before.
passed as (

    select
        coalesce(cast(as_of_before.as_of as timestamp), as_of.as_of) as since,
        as_of.as_of as until

    from {{ ref('int_as_of') }} as as_of
    left join {{ changes_of('int_as_of', ['as_of']) }} as as_of_before
        on as_of.as_of <> cast(as_of_before.as_of as timestamp)

),

-- Some rules depend on a whole source (do points carry signs? which spelling is most frequent?). If
-- such a fact changes, every customer is rebuilt.
relearned as (

    select 1 as one
    from {{ changes_of('int_sources_observed', ['has_unsigned_points']) }} as observed
    union all
    select 1 as one
    from {{ changes_of(
        'stg_dimensions__joined_values', ['dimension', 'given_value', 'shown_value']
    ) }} as joined_values
    group by dimension, given_value
    having count(*) = 1 or min(shown_value) is distinct from max(shown_value)
    union all
    select 1 as one
    from {{ changes_of('int_text_values_numbered', ['feature', 'value', 'number']) }} as text_values

),

everybody as (

    select 1 as one
    from passed
    where
        exists (select 1 from relearned)
        -- When the newest row was taken back, the time of everybody ran backwards.
        or until < since
        -- Everybody has a month more when one begins, and is judged when it ends.
        or {{ start_of('month', local_time('until')) }} > {{ local_time('since') }}
        or {{ start_of('month', plus_days(local_time('until'), 1)) }}
        > {{ start_of('month', plus_days(local_time('since'), 1)) }}

),

{% for table in tables -%}
{%- set columns = [table.key] + table.columns | map(attribute='name') | reject('equalto', table.key) | list -%}
{%- set base = ref('base_' ~ table.id) -%}
-- {{ table.name }}: rows that came or changed, and rows that another table or time rebuilds.
{{ 'own' if table.merged_by else 'changed' }}_{{ table.id }} as (

    select * from {{ changes_of('base_' ~ table.id, columns) }} as noted_{{ table.id }}
    {%- if table.conditions %}
    union
    select {{ columns | join(', ') }} from {{ base }}
    where
        _status = 'accepted'
        and (
            {{ table.conditions | join('\n            or ') }}
        )
    {%- endif %}

),

{% if table.merged_by -%}
changed_{{ table.id }} as (

    select * from own_{{ table.id }}
    union
    select {{ columns | join(', ') }} from {{ base }}
    where
        _status = 'accepted'
        and {{ table.key }} in (
            {{ merged_with(ref(table.merged_by), table.key, 'own_' ~ table.id) }}
        )

),

{% endif -%}
{%- endfor -%}
given as (

    {% for table, column in naming_customers -%}
    {{ 'union' if not loop.first }}
    select {{ column.name }} as customer_id from changed_{{ table.id }}
    {%- if table.siblings %}
    union
    select {{ column.name }} as customer_id from {{ ref('base_' ~ table.id) }}
    where _status = 'accepted' and ({{ table.siblings | join(' or ') }})
    {%- endif %}
    {%- if not column.references %}
    union
    select {{ column.name }} as customer_id from {{ ref('base_' ~ table.id) }} cross join everybody
    where _status = 'accepted'
    {%- endif %}
    {% endfor %}
)

select customer_id from given
where customer_id is not null
union
{{ merged_with(ref('int_customers_merged'), 'customer_id', 'given') }}
{% endif %}
