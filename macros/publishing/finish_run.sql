{#-
    After the last test of `dbt build`: publish when everything was built and passed, keep its
    profiles as the last good ones, and show what a person should know of the run.
-#}
{% macro finish_run(results) -%}
    {%- if execute and flags.WHICH == 'build' -%}
        {%- set why_not = why_not_published(results) -%}
        {%- set outcome = {'published': none, 'why_not': why_not} -%}
        {%- if not why_not -%}
            {%- set answer = ask_python('publish_warehouse', publishing_request()) -%}
            {%- if answer.error -%}
                {{- exceptions.raise_compiler_error('Not published: ' ~ answer.error) -}}
            {%- endif -%}
            {%- do outcome.update(published=answer.path) -%}
            {%- do keep_last_good_profiles() -%}
        {%- endif -%}
        {%- set literal = tojson(outcome) | replace("'", "''") -%}
        {%- set screen = run_query("select summarise_run('" ~ literal ~ "')") -%}
        {%- do log('\n' ~ screen.columns[0].values()[0] ~ '\n', info=true) -%}
    {%- endif -%}
{%- endmacro %}
