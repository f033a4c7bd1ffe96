{#-
    In the place of dbt's own: in an incremental build a view stands with the SQL and the comments that
    it would get again. It
    reads its tables by their names, so it sees them when they are remade. A metric that fails is left out.
-#}
{% materialization view, adapter='duckdb' %}
    {%- if not is_full_build() -%}
        {{- return(keep_relation('view')) -}}
    {%- endif -%}
    {%- if model.name.startswith('metric_') and model.name[7:] in var('metrics') -%}
        {%- set fault = fault_of_metric(model, sql) or untold_dimensions(model, sql) -%}
        {%- if fault -%}
            {{- return(leave_out_metric(fault)) -}}
        {%- endif -%}
    {%- endif -%}
    {{- return(dbt.materialization_view_default()) -}}
{% endmaterialization %}
