-- The files and tables that were read, with the hash of their content.
select
    source_name,
    table_name,
    input,
    row_count,
    content_hash
from main.generation_inputs
order by source_name, table_name, input
