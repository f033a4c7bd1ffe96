with

people as (

    select
        contacts.*,
        case when json_valid(contacts.properties) then contacts.properties end as fields
    from contacts
    where coalesce(lower(contacts.archived), 'false') = 'false'

),

leads as (

    select
        people.*,
        json_extract_string(people.fields, '$.hs_lifecyclestage_lead_date') as lead_at,
        json_extract_string(people.fields, '$.hs_lifecyclestage_salesqualifiedlead_date')
            as qualified_at,
        json_extract_string(people.fields, '$.hs_lifecyclestage_customer_date') as customer_at,
        json_extract_string(people.fields, '$.hs_analytics_source') as source
    from people

)

select * from leads
where lead_at is not null
