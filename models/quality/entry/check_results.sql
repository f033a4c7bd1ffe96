-- The judgement on the raw tables, before anything is built on them. The model mart_profiles adds
-- the judgement on the marts. Staging waits for the gate, a test on this table.
{#- On Spark the stage is a partition: store_mart_results replaces one. -#}
{{ config(partition_by=['stage'] if target.type == 'spark' else none) }}
{{ judged('raw', ref('raw_profiles'), raw_check_contracts()) }}
