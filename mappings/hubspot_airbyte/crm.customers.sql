with

people as (

    select
        contacts.*,
        case when json_valid(contacts.properties) then contacts.properties end as fields
    from contacts

),

-- A contact lists who was merged into it, as 17;18 or as 17:1583020800000;18:1583107200000.
listed as (

    select
        people.id as contact_id,
        unnest(
            regexp_extract_all(
                coalesce(json_extract_string(people.fields, '$.hs_merged_object_ids'), '') || ';'
                || coalesce(json_extract_string(people.fields, '$.hs_calculated_merged_vids'), ''),
                '(?:^|;) *([0-9]+)',
                1
            )
        ) as merged_id
    from people

),

merged as (

    select
        listed.merged_id,
        max(listed.contact_id) as contact_id
    from listed
    where listed.merged_id <> listed.contact_id
    group by listed.merged_id

),

owner_names as (

    select
        owners.id,
        max_by(
            nullif(concat_ws(' ', owners.firstname, owners.lastname), ''),
            coalesce(owners._airbyte_extracted_at, '')
        ) as name
    from owners
    group by owners.id

)

select
    people.*,
    nullif(
        concat_ws(
            ' ',
            json_extract_string(people.fields, '$.firstname'),
            json_extract_string(people.fields, '$.lastname')
        ),
        ''
    ) as full_name,
    json_extract_string(people.fields, '$.email') as email,
    coalesce(
        json_extract_string(people.fields, '$.phone'),
        json_extract_string(people.fields, '$.mobilephone')
    ) as phone,
    json_extract_string(people.fields, '$.lifecyclestage') as lifecycle_stage,
    json_extract_string(people.fields, '$.industry') as industry,
    json_extract_string(people.fields, '$.country') as country,
    json_extract_string(people.fields, '$.state') as state,
    json_extract_string(people.fields, '$.city') as city,
    json_extract_string(people.fields, '$.hs_analytics_source') as source,
    owner_names.name as owner_name,
    merged.contact_id as merged_into_id
from people
left join owner_names
    on json_extract_string(people.fields, '$.hubspot_owner_id') = owner_names.id
left join merged on people.id = merged.merged_id
