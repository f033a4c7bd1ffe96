{#- Make the profiles of this run the ones that the next run is judged against. -#}
{% macro keep_last_good_profiles() -%}
    {{ return(adapter.dispatch('keep_last_good_profiles', 'cx_warehouse')()) }}
{%- endmacro %}

{% macro duckdb__keep_last_good_profiles() -%}
    {%- do run_query(
        'create or replace table ' ~ last_good_profiles() ~ ' as ' ~ profiles_of_this_run()
    ) -%}
{%- endmacro %}

{#- A Parquet table of Spark's cannot be replaced in one step, its rows can. -#}
{% macro spark__keep_last_good_profiles() -%}
    {%- do run_query('insert overwrite table ' ~ last_good_profiles() ~ ' ' ~ profiles_of_this_run()) -%}
{%- endmacro %}

{% macro profiles_of_this_run() -%}
    select 'raw' as stage, * from quality.raw_profiles
    union all
    select 'mart' as stage, * from quality.mart_profiles
{%- endmacro %}
