-- Nothing below asks the clock: "today" is the variable, or the newest business time in the data.
with

business_times as (
    {% for table, column in [
        ('stg_crm__customers', 'created_at'),
        ('stg_crm__leads', 'created_at'),
        ('stg_crm__activities', 'occurred_at'),
        ('stg_commerce__orders', 'ordered_at'),
        ('stg_commerce__loyalty_transactions', 'occurred_at'),
        ('stg_engagement__events', 'occurred_at'),
        ('stg_support__tickets', 'created_at'),
        ('stg_support__ticket_events', 'occurred_at'),
        ('stg_surveys__invitations', 'sent_at'),
        ('stg_surveys__responses', 'responded_at'),
    ] %}
    select
        min({{ column }}) as first_at,
        max({{ column }}) as last_at
    from {{ ref(table) }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

spanned as (

    select
        min(first_at) as first_business_at,
        {%- if var('as_of') is none %}
        max(last_at) as as_of
        {%- else %}
        cast('{{ var('as_of') }}' as timestamp) as as_of
        {%- endif %}

    from business_times

),

dated as (

    select
        first_business_at,
        as_of,
        cast(as_of as date) as as_of_date

    from spanned

)

select * from dated
