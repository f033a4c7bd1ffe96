-- The reconciliation accounts for every raw row. This test shows that staging, which all later
-- models read, holds exactly the accepted ones.
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
{#- With dbt build --empty there are no rows, which is no fault. #}
{{ 'limit 0' if flags.EMPTY }}
