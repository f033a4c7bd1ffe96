with

leads as (

    select * from {{ ref('stg_crm__leads') }}
    where not is_deleted

),

merged_customers as (

    select * from {{ ref('int_customers_merged') }}

),

joined as (

    select
        leads.lead_id,
        coalesce(merged_customers.surviving_customer_id, leads.customer_id) as customer_id,
        leads.created_at,
        leads.channel,
        leads.campaign,
        leads.first_contacted_at,
        leads.qualified_at,
        leads.converted_at,
        leads.lost_at,
        leads.lost_reason,
        {{ plus_days('leads.created_at', var('lead_contact_days')) }} as contact_until,
        {{ plus_days('leads.first_contacted_at', var('lead_qualification_days')) }}
            as qualification_until,
        {{ plus_days('leads.created_at', var('lead_conversion_days')) }} as conversion_until,
        as_of.as_of

    from leads
    cross join {{ ref('int_as_of') }} as as_of
    left join merged_customers
        on leads.customer_id = merged_customers.customer_id

),

described as (

    select
        lead_id,
        customer_id,
        created_at,
        channel,
        campaign,
        first_contacted_at,
        qualified_at,
        converted_at,
        lost_at,
        lost_reason,
        coalesce(first_contacted_at < contact_until, false) as is_contacted_in_time,
        contact_until <= as_of as is_contact_window_closed,
        case
            when first_contacted_at is not null
                then coalesce(qualified_at < qualification_until, false)
        end as is_qualified_in_time,
        qualification_until <= as_of as is_qualification_window_closed,
        coalesce(converted_at < conversion_until, false) as is_converted_in_time,
        conversion_until <= as_of as is_conversion_window_closed

    from joined

)

{{ with_custom_columns('described', 'fct_leads') }}
