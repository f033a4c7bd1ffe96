{#-
    The dimension columns of a metric event: the columns that the mart has, and null for the others.
    So a new dimension of a mart reaches all its metrics. without: the dimensions of a mart of the
    metric that it leaves out, each with the reason. A company may do without one of them in the
    variable metric_dimensions. A comment tells untold_dimensions of both.
-#}
{% macro metric_dimensions(mart, without={}) -%}
    {%- set file = model.original_file_path -%}
    {%- if mart not in var('marts') -%}
        {{- exceptions.raise_compiler_error(
            file ~ ": metric_dimensions is given '" ~ mart ~ "', which is no mart; allowed: "
            ~ var('marts') | join(', ') ~ '. Name the mart whose columns the metric takes.'
        ) -}}
    {%- endif -%}
    {%- set known = var('metric_dimensions') -%}
    {%- set held = [] -%}
    {%- if execute -%}
        {%- set held = columns_of_mart(mart) -%}
        {%- set columns = held + columns_of_marts_read() -%}
        {%- set allowed = known | select('in', columns) | list -%}
        {%- for name, reason in without.items()
            if graph.nodes and (name not in columns or not reason)
        -%}
            {{- exceptions.raise_compiler_error(
                file ~ ": metric_dimensions has without '" ~ name ~ "': '" ~ reason ~ "'; allowed: "
                ~ allowed | join(', ') ~ ', each with its reason. Correct or remove it.'
            ) -}}
        {%- endfor -%}
    {%- endif -%}
    {%- set told = [] -%}
    {%- for dimension in known if dimension in held or dimension in without -%}
        {%- do told.append(dimension) -%}
    {%- endfor -%}
    /* dimensions: {{ told | join(', ') }} */
        {% for dimension in known -%}
        {{ dimension if dimension in held and dimension not in without
            else 'cast(null as string) as ' ~ dimension }}
        {{- ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- The column names of a mart. In a unit test dbt gives no graph, but the mart is built by
    then. -#}
{% macro columns_of_mart(mart) -%}
    {%- if graph.nodes -%}
        {%- set names = graph.nodes['model.' ~ project_name ~ '.' ~ mart].columns | list -%}
    {%- else -%}
        {%- set relation = api.Relation.create(target.database, 'marts', mart) -%}
        {%- set names = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
    {%- endif -%}
    {{- return(names) -}}
{%- endmacro %}

{#- The names of the columns of every mart that the model reads; none in a unit test. -#}
{% macro columns_of_marts_read() -%}
    {%- set names = [] -%}
    {%- for unique_id in model.depends_on.nodes
        if unique_id in graph.nodes and graph.nodes[unique_id].name in var('marts')
    -%}
        {%- do names.extend(graph.nodes[unique_id].columns) -%}
    {%- endfor -%}
    {{- return(names) -}}
{%- endmacro %}
