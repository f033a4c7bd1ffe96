-- Rows by table: read, accepted, held back, not used.
select * from reporting.row_counts order by source, table_name
