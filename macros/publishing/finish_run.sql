{#-
    After the last test of `dbt build`: publish if every model was built and no test failed. Keep
    the profiles as the last good ones, and print the summary screen. Readers on Spark query the
    tables directly, so there is no file to publish.
-#}
{% macro finish_run(results) -%}
    {%- if execute and flags.WHICH in ['build', 'run'] and target.type == 'duckdb' -%}
        {%- do remember_build(results) -%}
    {%- endif -%}
    {%- if execute -%}
        {%- do tell_faults(results) -%}
    {%- endif -%}
    {%- if execute and flags.WHICH == 'build' -%}
        {%- set why_not = why_not_published(results) -%}
        {%- if not why_not -%}
            {%- do require_nightly_tests() -%}
        {%- endif -%}
        {%- do adapter.dispatch('finish_run', 'cx_warehouse')(why_not, results) -%}
    {%- elif execute -%}
        {%- set bad = results | rejectattr('status', 'in', ['success', 'pass', 'warn']) | list -%}
        {%- do print('dbt ' ~ flags.WHICH ~ ': ' ~ (results | length - bad | length) ~ ' of '
            ~ results | length ~ ' done without an error.') -%}
    {%- endif -%}
{%- endmacro %}

{% macro duckdb__finish_run(why_not, results) -%}
    {%- set outcome = {
        'folder': env_var('CX_WAREHOUSE_PATH', 'warehouse'),
        'published': none,
        'is_kept': false,
        'why_not': why_not,
        'is_empty': flags.EMPTY,
        'tests': test_counts(results),
        'tests_left_out': nightly_tests_left_out() | length,
        'personal_columns': personal_raw_columns(),
        'accepted_values': accepted_raw_values(),
        'missing_words': var('missing_words') | map('lower') | list,
    } -%}
    {%- if not why_not -%}
        {%- set answer = ask_python('publish_warehouse', publishing_request()) -%}
        {%- if answer.error -%}
            {{- exceptions.raise_compiler_error('Not published: ' ~ answer.error) -}}
        {%- endif -%}
        {%- do outcome.update(answer) -%}
        {%- do outcome.update(published=answer.path) -%}
        {%- if not answer.is_kept -%}
            {#- While it stands, it need not be published again. -#}
            {%- do run_query("delete from raw.builds where stage = 'published'") -%}
            {%- do run_query(
                "insert into raw.builds values ('published', " ~ quoted_text(invocation_id) ~ ')'
            ) -%}
        {%- endif -%}
        {%- do keep_last_good_profiles() -%}
    {%- endif -%}
    {%- set screen = run_query('select summarise_run(' ~ quoted_text(tojson(outcome)) ~ ')') -%}
    {%- do print('\n' ~ screen.columns[0].values()[0] ~ '\n') -%}
{%- endmacro %}

{% macro spark__finish_run(why_not, results) -%}
    {%- if why_not -%}
        {%- do print('Not complete: ' ~ why_not.en) -%}
    {%- else -%}
        {%- do keep_last_good_profiles() -%}
        {%- do print(
            'Complete: the schemas marts and reporting hold this run. The screen with the figures is'
            ~ ' DuckDB\'s; see quality.check_results and reporting.metric_values.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
