with

counted as (

    select
        source,
        table_name,
        matched_by,
        is_matched,
        count(*) as row_count

    from {{ ref('identity_rows') }}
    group by source, table_name, matched_by, is_matched

),

totalled as (

    select
        *,
        sum(row_count) over (partition by source, table_name) as rows_given

    from counted

)

select
    source,
    table_name,
    matched_by,
    is_matched,
    cast(row_count as bigint) as row_count,
    cast(rows_given as bigint) as rows_given,
    {{ ratio('row_count', 'rows_given') }} as row_share,
    {{ wilson_bound('row_count', 'rows_given', 'low') }} as row_share_low,
    {{ wilson_bound('row_count', 'rows_given', 'high') }} as row_share_high

from totalled
