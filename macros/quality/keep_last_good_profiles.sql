{#- Store the profiles of this run as those that the next run is checked against. -#}
{% macro keep_last_good_profiles() -%}
    {{ return(adapter.dispatch('keep_last_good_profiles', 'cx_warehouse')()) }}
{%- endmacro %}

{% macro duckdb__keep_last_good_profiles() -%}
    {%- do run_query(
        'create or replace table ' ~ last_good_profiles() ~ ' as ' ~ profiles_of_this_run()
    ) -%}
{%- endmacro %}

{#- Spark cannot replace a Parquet table in one step, but it can replace its rows. -#}
{% macro spark__keep_last_good_profiles() -%}
    {%- do run_query('insert overwrite table ' ~ last_good_profiles() ~ ' ' ~ profiles_of_this_run()) -%}
{%- endmacro %}

{% macro profiles_of_this_run() -%}
    select 'raw' as stage, * from quality.raw_profiles
    union all
    select 'mart' as stage, * from quality.mart_profiles
{%- endmacro %}
