{#-
    A dimension that a mart of the metric has, while its SQL neither takes it by metric_dimensions
    nor leaves it out with a reason: a sentence of file, cause and cure; none where all are told. A
    null written by hand would leave the dimension out in silence.
-#}
{% macro untold_dimensions(node, sql) -%}
    {%- set told = modules.re.findall('/[*] dimensions: (.*?) [*]/', sql) | join(', ') -%}
    {%- for unique_id in node.depends_on.nodes | sort
        if unique_id in graph.nodes and graph.nodes[unique_id].name in var('marts')
    -%}
        {%- set mart = graph.nodes[unique_id] -%}
        {%- for dimension in var('metric_dimensions')
            if dimension in mart.columns and dimension not in told.split(', ')
        -%}
            {{- return(
                node.original_file_path ~ ': ' ~ mart.name ~ " has the dimension '" ~ dimension
                ~ "', which the metric neither takes nor leaves out; allowed: the columns of"
                ~ " metric_dimensions, or without={'" ~ dimension
                ~ "': 'the reason'}. Take its columns, or give the reason."
            ) -}}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(none) -}}
{%- endmacro %}
