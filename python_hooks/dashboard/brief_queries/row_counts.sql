-- What became of the rows that were read, and how much there is to know about the data.
select
    count(*) filter (read_count > 0) as table_count,
    coalesce(cast(sum(read_count) as bigint), 0) as read_count,
    coalesce(cast(sum(quarantined_count) as bigint), 0) as quarantined_count,
    coalesce(cast(sum(left_out_count) as bigint), 0) as left_out_count,
    (select count(*) from reporting.notices) as notice_count
from reporting.row_counts
