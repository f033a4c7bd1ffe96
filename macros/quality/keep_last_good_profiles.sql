{#- Make the profiles of this run the ones that the next run is judged against. -#}
{% macro keep_last_good_profiles() -%}
    {%- do run_query('create or replace table ' ~ last_good_profiles() ~ " as
        select 'raw' as stage, * from quality.raw_profiles
        union all
        select 'mart' as stage, * from quality.mart_profiles") -%}
{%- endmacro %}
