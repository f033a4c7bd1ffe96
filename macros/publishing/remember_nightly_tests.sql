{#-
    Keep what became of the nightly tests: passed when all of them ran and passed, otherwise the
    first that did not. A run that left them out, or had only some and they passed, changes nothing.
-#}
{% macro remember_nightly_tests(results) -%}
    {%- if execute and flags.WHICH in ['build', 'test'] -%}
        {%- set nightly = nightly_tests() -%}
        {%- set ran = results | selectattr('node.unique_id', 'in', nightly) | list -%}
        {%- set bad = ran | rejectattr('status', 'in', ['pass', 'warn']) | list -%}
        {%- if bad or ran | length == nightly | length -%}
            {%- set first_failed = bad[0].node.name if bad else '' -%}
            {%- do run_query('drop table if exists quality.nightly_tests') -%}
            {%- do run_query(
                'create table quality.nightly_tests as select '
                ~ quoted_text(first_failed) ~ ' as first_failed'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
