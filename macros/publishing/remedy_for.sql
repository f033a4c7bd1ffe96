{#- What to do about a failure that is the machine's and no fault of the data; else empty. -#}
{% macro remedy_for(message) -%}
    {%- set message = message | string -%}
    {%- for sign in ['Out of Memory Error', 'could not allocate block', 'failed to pin block']
        if sign in message
    -%}
        {{- return(
            ' DuckDB needs more than the ' ~ env_var('CX_MEMORY_LIMIT', '2500MB')
            ~ ' of memory it may use: raise CX_MEMORY_LIMIT and build again.'
        ) -}}
    {%- endfor -%}
    {%- for sign in ['No space left on device', 'File too large', 'Could not write file']
        if sign in message
    -%}
        {{- return(' The disk is full: make room and build again.') -}}
    {%- endfor -%}
    {{- return('') -}}
{%- endmacro %}
