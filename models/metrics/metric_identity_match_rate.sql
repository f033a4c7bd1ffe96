-- Counts only in a company that uses identities: one is declared, or a row names a customer by an
-- address or number. Elsewhere every id is one of the CRM, and there is no join to measure.
with

ways as (

    select 1 as one
    from {{ ref('identity_matches') }}
    where matched_by not in ('customer_id', 'unmatched')
    union all
    select 1 as one
    from {{ ref('base_crm__customer_identities') }}
    where _status = 'accepted'

),

uses as (

    select count(*) as way_count
    from ways

),

events as (

    select
        concat(named.source, '.', named.table_name, ' ', named.row_id) as event_id,
        coalesce(merged.surviving_customer_id, named.customer_id) as customer_id,
        named.occurred_at,
        {% for dimension in var('metric_dimensions') -%}
        cast(null as string) as {{ dimension }},
        {% endfor -%}
        case when named.is_matched then 1 else 0 end as numerator,
        1 as denominator

    from {{ ref('identity_rows') }} as named
    cross join uses
    left join {{ ref('int_customers_merged') }} as merged
        on named.customer_id = merged.customer_id
    where
        uses.way_count > 0
        and named.occurred_at is not null

)

select * from events
