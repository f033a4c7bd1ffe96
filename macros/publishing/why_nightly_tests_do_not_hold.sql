{#- Why a run may not rest on the nightly tests of an earlier one, as a clause; nothing if it may. -#}
{% macro why_nightly_tests_do_not_hold() -%}
    {%- do run_query('create table if not exists quality.nightly_tests (first_failed string)') -%}
    {%- set kept = run_query('select first_failed from quality.nightly_tests').columns[0].values() -%}
    {%- if not kept -%}
        {{- return('the nightly tests have not run yet') -}}
    {%- elif kept[0] -%}
        {{- return(kept[0] ~ ' did not pass when the nightly tests ran last') -}}
    {%- endif -%}
    {{- return('') -}}
{%- endmacro %}
