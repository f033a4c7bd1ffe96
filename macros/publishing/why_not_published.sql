{#-
    Why this run must not be published, as a sentence; nothing when it may. Of the data tests only the
    nightly ones may be left out, and all at once.
-#}
{% macro why_not_published(results) -%}
    {%- set kept = published_file_stays() -%}
    {%- set bad = results | rejectattr('status', 'in', ['success', 'pass', 'warn']) | list -%}
    {%- if bad -%}
        {%- set failed = bad | rejectattr('status', 'equalto', 'skipped') | list -%}
        {%- set first = (failed or bad)[0] -%}
        {%- set remedies = [] -%}
        {%- for result in failed if remedy_for(result.message) -%}
            {%- do remedies.append(remedy_for(result.message)) -%}
        {%- endfor -%}
        {{- return(
            first.node.name ~ ' failed; ' ~ failed | length ~ ' of ' ~ results | length
            ~ ' nodes failed and ' ~ (bad | length - failed | length) ~ ' were skipped.' ~ kept
            ~ (remedies | first if remedies else '')
        ) -}}
    {%- endif -%}
    {%- if flags.EMPTY -%}
        {{- return('its tables were built empty (--empty).' ~ kept) -}}
    {%- endif -%}
    {%- set nightly = tests_tagged('nightly') -%}
    {%- for node in graph.nodes.values()
        if node.resource_type in ['model', 'test', 'seed', 'snapshot']
        and node.unique_id not in selected_resources
        and node.unique_id not in nightly
    -%}
        {{- return(
            'only a part of the project was selected, without ' ~ node.name ~ '.' ~ kept
        ) -}}
    {%- endfor -%}
    {%- set left_out = nightly_tests_left_out() -%}
    {%- if left_out and left_out | length < nightly | length -%}
        {{- return(
            'only some of the nightly tests were selected, without ' ~ left_out[0].split('.')[2]
            ~ '. A run has all of them or, with --selector daily, none.' ~ kept
        ) -}}
    {%- endif -%}
    {{- return('') -}}
{%- endmacro %}
