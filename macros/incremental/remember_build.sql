{#-
    Write down that a build made every model: the next may then be incremental. And that none runs
    now, so that the views that an incremental build reads for customers to rebuild show everybody.
-#}
{% macro remember_build(results) -%}
    {%- do run_query("update raw.builds set record = 'no build is running' where stage = 'why_full'") -%}
    {%- set built = results
        | selectattr('status', 'equalto', 'success') | map(attribute='node.unique_id') | list -%}
    {%- if not models_not_in(built) and not flags.EMPTY -%}
        {%- do run_query("delete from raw.builds where stage = 'finished'") -%}
        {%- do run_query(
            "insert into raw.builds select 'finished', record from raw.builds where stage = 'started'"
        ) -%}
    {%- endif -%}
{%- endmacro %}
