-- A contact of several customers names nobody: each of them is listed, by id only.
with

contacts as (

    select * from {{ ref('base_crm__customer_contacts') }}
    where match_status <> 'identified'

)

select
    contact_key,
    match_by,
    source,
    match_status,
    customer_id,
    customer_count

from contacts
