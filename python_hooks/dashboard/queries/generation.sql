-- What this page was made from.
select generation_number, cast(as_of as date) as as_of, git_commit, dbt_version, duckdb_version
from main.generation
