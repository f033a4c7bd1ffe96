-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT05
-- An owner without a label is probably misspelt. A row of an unknown metric never has an effect.
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
union all
select
    'seeds/reference/alert_owners.csv: metric is ''' || metric || '''; allowed: all, '
    || '{{ var('metrics') | join(', ') }}'
    || '. Correct or remove the row.' as message
from {{ ref('alert_owners') }}
where metric not in ('all', '{{ var('metrics') | join("', '") }}')
