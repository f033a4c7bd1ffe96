-- The history of each customer: every valid version of the row, with the time for which it held.
with

versions as (

    select
        given.customer_id,
        coalesce(shown_segment._shown_segment, given.segment) as segment,
        coalesce(shown_region._shown_region, given.region) as region,
        given.updated_at,
        given._load_number,
        given._row_number

    from {{ ref('base_crm__customers') }} as given
    {{ shown_value_join('given', 'segment', 'segment') }}
    {{ shown_value_join('given', 'region', 'region') }}
    where given._status in ('accepted', 'superseded')

),

merged as (

    select * from {{ ref('int_customers_merged') }}

),

ordered as (

    select
        versions.customer_id,
        versions.segment,
        versions.region,
        versions.updated_at,
        row_number() over newest_first as version_rank_at_time,
        versions._load_number,
        versions._row_number

    from versions
    inner join merged
        on
            versions.customer_id = merged.customer_id
            and versions.customer_id = merged.surviving_customer_id
    window newest_first as (
        partition by versions.customer_id, versions.updated_at
        order by versions._load_number desc, versions._row_number desc
    )

),

dated as (

    select
        customer_id,
        segment,
        region,
        -- The first known version also holds for the time before it.
        case
            when row_number() over in_time > 1 then updated_at
        end as valid_from,
        lead(updated_at) over in_time as valid_to

    from ordered
    where version_rank_at_time = 1
    window in_time as (partition by customer_id order by updated_at)

)

select * from dated
