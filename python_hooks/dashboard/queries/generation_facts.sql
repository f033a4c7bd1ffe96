-- Which run made the published file, of which inputs, with which code.
select
    generation_number,
    cast(as_of as varchar) as as_of,
    run_id,
    input_hash,
    code_hash,
    git_commit,
    variables,
    dbt_version,
    duckdb_version
from main.generation
