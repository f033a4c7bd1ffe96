{#-
    The records of the builds before this one, for python_hooks/builds/increments.py: of the last
    that began and of the one that made every model as it stands; and the run that published these, or
    those from which this increment began.
-#}
{% macro builds_before() -%}
    {%- do run_query('create table if not exists raw.builds (stage varchar, record varchar)') -%}
    {%- do run_query('create table if not exists raw.broken_metrics (metric varchar, fault varchar)') -%}
    {%- set before = {
        'started': none,
        'finished': none,
        'published': none,
        'published_before': none,
        'variables': tojson(invocation_args_dict.get('vars') or {}, sort_keys=true),
    } -%}
    {%- for row in run_query('select stage, record from raw.builds').rows -%}
        {%- do before.update({row.stage: row.record}) -%}
    {%- endfor -%}
    {{- return(before) -}}
{%- endmacro %}
