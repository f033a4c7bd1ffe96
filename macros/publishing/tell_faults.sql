{#-
    Print what failed tests found: dbt itself says only how many rows. A singular test that has a column
    `message` tells of each row what is wrong and what to do; ten of them are shown.
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
{%- endmacro %}
