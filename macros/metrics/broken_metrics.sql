{#- The metrics that this build left out because their SQL fails: a dict of fault by metric. -#}
{% macro broken_metrics() -%}
    {{- return(adapter.dispatch('broken_metrics', 'cx_warehouse')()) -}}
{%- endmacro %}

{% macro duckdb__broken_metrics() -%}
    {%- set broken = {} -%}
    {%- if execute and adapter.get_relation(target.database, 'raw', 'broken_metrics') -%}
        {%- set found = run_query('select metric, fault from raw.broken_metrics order by metric') -%}
        {%- for row in found.rows -%}
            {%- do broken.update({row[0]: row[1]}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(broken) -}}
{%- endmacro %}

{% macro spark__broken_metrics() -%}
    {{- return({}) -}}
{%- endmacro %}
