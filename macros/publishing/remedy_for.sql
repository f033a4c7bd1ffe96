{#- The remedy for a failure of the machine (full disk, too little memory); empty for every
    other failure. -#}
{% macro remedy_for(message) -%}
    {%- set message = message | string -%}
    {%- for sign in ['Out of Memory Error', 'could not allocate block', 'failed to pin block']
        if sign in message
    -%}
        {%- set limit = run_query("select current_setting('memory_limit')").columns[0].values()[0] -%}
        {{- return({
            'en': ' DuckDB needs more than the ' ~ limit
                ~ ' of memory it may use: raise CX_MEMORY_LIMIT and build again.',
            'zh': 'DuckDB 需要的内存超过允许的 ' ~ limit ~ '：请调高 CX_MEMORY_LIMIT 后重新构建。',
        }) -}}
    {%- endfor -%}
    {%- for sign in ['No space left on device', 'File too large', 'Could not write file']
        if sign in message
    -%}
        {{- return({
            'en': ' The disk is full: make room and build again.',
            'zh': '磁盘已满：请腾出空间后重新构建。',
        }) -}}
    {%- endfor -%}
    {{- return('') -}}
{%- endmacro %}
