-- The customers of the CRM, and, if the variable customers_from_orphans says so, those who are
-- known from the rows of other tools only.
-- depends_on: {{ ref('identity_rows') }}
{%- set columns = [
    'customer_id', 'created_at', 'updated_at', 'name', 'email', 'phone', 'birth_date',
    'customer_type', 'segment', 'industry', 'country', 'region', 'city', 'acquisition_channel',
    'campaign', 'merged_into_customer_id', 'is_deleted',
] %}
with

customers as (

    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        false as is_unmatched

    from {{ ref('stg_crm__customers') }}

){% if var('customers_from_orphans') %},

orphans as (

    select
        customer_id,
        min(occurred_at) as first_occurred_at

    from {{ ref('identity_rows') }}
    where matched_by = 'unmatched'
    group by customer_id
    having min(occurred_at) is not null

),

known as (

    select * from customers
    union all
    select
        {% for column in columns -%}
        {{ {
            'customer_id': 'customer_id',
            'created_at': 'first_occurred_at',
            'updated_at': 'first_occurred_at',
            'birth_date': 'cast(null as date)',
            'is_deleted': 'false',
        }.get(column, 'cast(null as string)') }} as {{ column }},
        {% endfor -%}
        true as is_unmatched

    from orphans

)

select * from known
{% else %}

select * from customers
{% endif %}
