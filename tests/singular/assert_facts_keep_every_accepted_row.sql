-- A join that drops or doubles rows changes every number silently. Only the rows in
-- quality.left_out_rows may be missing from a fact. Every raw table must be listed there or be
-- used.
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
