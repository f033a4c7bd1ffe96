-- The check results of the raw tables, before any model is built on them. The model mart_profiles
-- adds those of the marts. Staging waits for the gate, a test on this table.
{#- On Spark the stage is a partition, which store_mart_results replaces. -#}
{{ config(partition_by=['stage'] if target.type == 'spark' else none) }}
{{ judged('raw', ref('raw_profiles'), raw_check_contracts()) }}
