-- An owner without a label is a misspelt one, and is told of no alert.
with

known as (

    select key as owner
    from {{ ref('value_labels') }}
    where kind = 'owner'

),

listed as (

    select {{ dbt.listagg('owner', "', '", 'order by owner') }} as allowed_values
    from known

),

named as (

    select
        'models/metrics/metric_' || metric || '.yml: config.meta.owner' as place,
        owner
    from {{ ref('metric_catalogue') }}
    union all
    select
        'seeds/reference/alert_owners.csv: owner of ' || metric as place,
        owner
    from {{ ref('alert_owners') }}

),

unknown as (

    select
        named.place || ' is ''' || named.owner || '''; allowed: ' || listed.allowed_values
        || '. Correct it, or add it to seeds/reference/value_labels.csv (kind owner).' as message

    from named
    cross join listed
    left join known
        on named.owner = known.owner
    where known.owner is null

)

select * from unknown
