{#-
    Write down that a build made every model: the next may then be incremental. And that none runs
    now, so that the views that an incremental build reads for customers to rebuild show everybody.
-#}
{% macro remember_build(results) -%}
    {{- return(adapter.dispatch('remember_build', 'cx_warehouse')(results)) -}}
{%- endmacro %}

{% macro duckdb__remember_build(results) -%}
    {%- do run_query("update raw.builds set record = 'no build is running' where stage = 'why_full'") -%}
    {%- if every_model_was_built(results) and not flags.EMPTY -%}
        {%- do run_query("delete from raw.builds where stage = 'finished'") -%}
        {%- do run_query(
            "insert into raw.builds select 'finished', record from raw.builds where stage = 'started'"
        ) -%}
    {%- endif -%}
{%- endmacro %}

{% macro spark__remember_build(results) -%}
{%- endmacro %}
