{#-
    The reason why this run must not be published, in English and Chinese; none if it may. A run may
    leave out the nightly tests, but only all of them.
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
        {%- set remedy = remedies | first if remedies else {'en': '', 'zh': ''} -%}
        {%- set skipped = bad | length - failed | length -%}
        {{- return({
            'en': first.node.name ~ ' failed; ' ~ failed | length ~ ' of ' ~ results | length
                ~ ' nodes failed and ' ~ skipped ~ ' were skipped.' ~ kept.en ~ remedy.en,
            'zh': first.node.name ~ ' 失败；' ~ results | length ~ ' 个节点中 ' ~ failed | length
                ~ ' 个失败，' ~ skipped ~ ' 个被跳过。' ~ kept.zh ~ remedy.zh,
        }) -}}
    {%- endif -%}
    {%- if flags.EMPTY -%}
        {{- return({
            'en': 'its tables were built empty (--empty).' ~ kept.en,
            'zh': '各表按空表构建（--empty）。' ~ kept.zh,
        }) -}}
    {%- endif -%}
    {%- set nightly = tests_tagged('nightly') -%}
    {%- for node in graph.nodes.values()
        if node.resource_type in ['model', 'test', 'seed', 'snapshot']
        and node.unique_id not in selected_resources
        and node.unique_id not in nightly
    -%}
        {{- return({
            'en': 'only a part of the project was selected, without ' ~ node.name ~ '.' ~ kept.en,
            'zh': '只选择了项目的一部分，不含 ' ~ node.name ~ '。' ~ kept.zh,
        }) -}}
    {%- endfor -%}
    {%- set left_out = nightly_tests_left_out() -%}
    {%- if left_out and left_out | length < nightly | length -%}
        {%- set name = left_out[0].split('.')[2] -%}
        {{- return({
            'en': 'only some of the nightly tests were selected, without ' ~ name
                ~ '. A run has all of them or, with --selector daily, none.' ~ kept.en,
            'zh': '只选择了部分夜间测试，不含 ' ~ name
                ~ '。一次运行要么全部包含，要么用 --selector daily 全部不含。' ~ kept.zh,
        }) -}}
    {%- endif -%}
    {{- return('') -}}
{%- endmacro %}
