{#-
    What keeps a metric from being united with the others, as a sentence of file, cause and cure; none
    where all is well. reads: whether to read every row, too. Only DuckDB is asked: on Spark a broken
    metric fails as any model.
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
