{#- Store the name of a test as the one row of quality.nightly_tests; an empty text for none. -#}
{% macro keep_first_failed(name) -%}
    {%- do run_query('drop table if exists quality.nightly_tests') -%}
    {%- do run_query(
        'create table quality.nightly_tests as select ' ~ quoted_text(name) ~ ' as first_failed'
    ) -%}
{%- endmacro %}
