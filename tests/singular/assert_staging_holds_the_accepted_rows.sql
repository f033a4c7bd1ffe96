-- The reconciliation proves where every raw row went; this proves that the accepted ones are what
-- everything after staging reads.
with

staged as (
    {% for source_name, table_name in raw_tables() %}
    {% if not loop.first %}
    union all
    {% endif %}
    select
        '{{ source_name }}' as source,
        '{{ table_name }}' as table_name,
        count(*) as rows_staged
    from {{ ref('stg_' ~ source_name ~ '__' ~ table_name) }}
    {% endfor %}
)

select
    staged.source,
    staged.table_name,
    staged.rows_staged,
    reconciled.rows_accepted
from staged
left join {{ ref('row_reconciliation') }} as reconciled
    on
        staged.source = reconciled.source
        and staged.table_name = reconciled.table_name
where
    reconciled.rows_accepted is null
    or staged.rows_staged <> reconciled.rows_accepted
{#- dbt build --empty shows them no rows, which is no fault. #}
{{ 'limit 0' if flags.EMPTY }}
