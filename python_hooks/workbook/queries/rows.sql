select
    source, table_name, read_count, accepted_count, superseded_count, quarantined_count,
    erased_count, left_out_count, newest_at
from reporting.row_counts
order by source, table_name
