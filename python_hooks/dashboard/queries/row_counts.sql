-- What became of the rows of each raw table, and how many days old its newest row is.
select
    counts.source,
    counts.table_name,
    counts.read_count,
    counts.accepted_count,
    counts.superseded_count,
    counts.quarantined_count,
    counts.erased_count,
    counts.left_out_count,
    strftime(counts.newest_at, '%Y-%m-%d %H:%M') as newest_at,
    date_diff('day', cast(counts.newest_at as date), cast(generation.as_of as date)) as days_old,
    round(counts.accepted_count / nullif(counts.read_count, 0), 4) as accepted_share
from reporting.row_counts as counts
cross join main.generation as generation
order by counts.source, counts.table_name
