-- A join that drops or doubles rows changes every number quietly. The only rows that may stay
-- behind are those that quality.left_out_rows lists; every raw table is told about.
with

reconciled as (

    select
        source || '.' || table_name as raw_table,
        fact,
        rows_used + rows_left_out as rows_told

    from {{ ref('fact_reconciliation') }}

),

accepted as (

    select
        source || '.' || table_name as raw_table,
        rows_accepted

    from {{ ref('row_reconciliation') }}

)

select
    accepted.raw_table,
    reconciled.fact,
    accepted.rows_accepted,
    reconciled.rows_told
from accepted
left join reconciled
    on accepted.raw_table = reconciled.raw_table
where
    reconciled.rows_told is null
    or reconciled.rows_told <> accepted.rows_accepted
