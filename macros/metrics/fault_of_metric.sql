{#-
    The reason why a metric cannot be united with the others, as one sentence of file, cause and
    remedy. None if there is no fault. reads: also read every row. The check works on DuckDB only.
    On Spark a broken metric fails as any model does.
-#}
{% macro fault_of_metric(node, sql, reads=false) -%}
    {{- return(adapter.dispatch('fault_of_metric', 'cx_warehouse')(node, sql, reads)) -}}
{%- endmacro %}

{% macro duckdb__fault_of_metric(node, sql, reads) -%}
    {%- set answer = ask_python('fault_of_metric', {
        'sql': sql,
        'file': node.original_file_path,
        'dimensions': var('metric_dimensions'),
        'reads': reads,
    }) -%}
    {{- return(answer.fault) -}}
{%- endmacro %}

{% macro spark__fault_of_metric(node, sql, reads) -%}
    {{- return(none) -}}
{%- endmacro %}
