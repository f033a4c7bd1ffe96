{#-
    Print what the failed tests found; dbt itself prints only the number of rows. A singular test
    with a column `message` says for each row what is wrong and what to do. Ten of them are shown.
-#}
{% macro tell_faults(results) -%}
    {%- for result in results
        if result.node.resource_type == 'test' and result.status in ['fail', 'warn']
        and 'as message' in (result.node.compiled_code or '')
    -%}
        {%- set found = run_query(
            'select message from (' ~ result.node.compiled_code ~ '\n) as told order by message limit 10'
        ) -%}
        {%- for message in found.columns[0].values() -%}
            {%- do print(message) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for result in results
        if result.status == 'error' and not remedy_for(result.message)
        and 'model.' ~ project_name ~ '.metric_events' in result.node.depends_on.nodes
    -%}
        {%- if loop.first -%}
            {%- do tell_unreadable_metrics() -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}

{#- Print the metrics whose rows cannot be read: the error of their union names none. -#}
{% macro tell_unreadable_metrics() -%}
    {%- for metric in var('metrics') -%}
        {%- set node = graph.nodes['model.' ~ project_name ~ '.metric_' ~ metric] -%}
        {%- set fault = fault_of_metric(node, 'select * from ' ~ node.relation_name, true) -%}
        {%- if fault -%}
            {%- do print(fault) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
