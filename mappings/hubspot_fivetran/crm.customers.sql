with

-- A contact lists who was merged into it, as 17;18 or as 17:1583020800000;18:1583107200000.
listed as (

    select
        contact.id as contact_id,
        unnest(
            regexp_extract_all(
                coalesce(contact.property_hs_merged_object_ids, '') || ';'
                || coalesce(contact.property_hs_calculated_merged_vids, ''),
                '(?:^|;) *([0-9]+)',
                1
            )
        ) as merged_id
    from contact

),

merged as (

    select
        listed.merged_id,
        max(listed.contact_id) as contact_id
    from listed
    where listed.merged_id <> listed.contact_id
    group by listed.merged_id

)

select
    contact.*,
    nullif(concat_ws(' ', contact.property_firstname, contact.property_lastname), '') as full_name,
    nullif(concat_ws(' ', owner.first_name, owner.last_name), '') as owner_name,
    merged.contact_id as merged_into_id,
    case
        when lower(contact._fivetran_deleted) = 'true' or lower(contact.is_deleted) = 'true'
            then 'true'
        else 'false'
    end as is_gone
from contact
left join owner on contact.property_hubspot_owner_id = owner.owner_id
left join merged on contact.id = merged.merged_id
