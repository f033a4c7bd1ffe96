{#- Stop before the first model if the rules of a column in the contract contradict each other. -#}
{% macro refuse_unusable_contract() -%}
    {%- set naming, rebuilding = [], [] -%}
    {%- for source_name, table_name in raw_tables() if execute -%}
        {%- set contract = raw_contract(source_name, table_name) -%}
        {%- do naming.extend(contract.columns | map(attribute='rebuilt_by')) -%}
        {%- if contract.rebuilds or contract.columns | selectattr('rebuilds', 'defined') | list -%}
            {%- do rebuilding.append(source_name ~ '.' ~ table_name) -%}
        {%- endif -%}
        {%- set compared = [] -%}
        {%- for column in contract.columns -%}
            {%- do compared.append(column.get('above')) -%}
            {%- do compared.append(column.get('not_before')) -%}
        {%- endfor -%}
        {%- for column in contract.columns -%}
            {%- set fault = fault_of_column(column, contract.key, compared) -%}
            {%- if fault -%}
                {{- exceptions.raise_compiler_error(
                    'The raw contract of ' ~ source_name ~ '.' ~ table_name ~ '.' ~ column.name ~ ' has '
                    ~ fault ~ ' Correct models/staging/' ~ source_name ~ '/_' ~ source_name
                    ~ '__sources.yml. docs/raw_contract.md explains each rule.'
                ) -}}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if execute and fault_of_custom_columns() -%}
        {{- exceptions.raise_compiler_error(fault_of_custom_columns()) -}}
    {%- endif -%}
    {%- for name in var('raw_tables') if execute and name not in rebuilding + naming -%}
        {{- exceptions.raise_compiler_error(
            'The raw contract does not say whom a changed row of ' ~ name ~ ' rebuilds. Write'
            ~ ' `rebuilds: crm.customers` at the column that names the customer, or `rebuilds:` and'
            ~ ' another raw table at a column that names a row of it. If only models that are built'
            ~ ' whole read ' ~ name ~ ', write `rebuilds: nobody` at the table. The file is'
            ~ ' models/staging/' ~ name.split('.')[0] ~ '/_' ~ name.split('.')[0]
            ~ '__sources.yml; docs/increment.md has examples.'
        ) -}}
    {%- endfor -%}
{%- endmacro %}

{#- The fault of a column as the end of a sentence; empty if it has none. -#}
{% macro fault_of_column(column, key, compared) -%}
    {%- for rule in ['rebuilds', 'rebuilt_by'] if rule in column and column[rule] not in var('raw_tables') -%}
        {{- return(rule ~ ': ' ~ column[rule] ~ ', which is no table of the variable raw_tables.') -}}
    {%- endfor -%}
    {%- set days = column.get('rebuilds_after_days', 0) -%}
    {%- if (var(days, none) if days is string else days) is not integer -%}
        {{- return('rebuilds_after_days: ' ~ days ~ ', which is neither days nor a variable with days.') -}}
    {%- endif -%}
    {%- for rule in ['descriptive', 'free_text'] if column.get(rule, false) not in [true, false] -%}
        {{- return(rule ~ ': ' ~ column[rule] ~ '. Allowed: true, false.') -}}
    {%- endfor -%}
    {%- if column.get('free_text') and (column.data_type != 'text' or column.get('accepted_values')) -%}
        {{- return('free_text: true, but its type is not text or it has accepted_values.') -}}
    {%- endif -%}
    {%- if column.get('free_text') and 'missing_words' in column -%}
        {{- return('free_text: true and missing_words. A free text has no missing words: keep one of the two.') -}}
    {%- endif -%}
    {%- set words = column.get('missing_words', []) -%}
    {%- if words is string or words is mapping or words is not sequence -%}
        {{- return('missing_words: ' ~ words ~ '. Allowed: a list of words.') -}}
    {%- endif -%}
    {%- for word in words
        if word in ['True', 'False']
        or not modules.re.fullmatch(variable_rules().missing_words['values'], word | string)
    -%}
        {{- return('missing_words with ' ~ printable(word) ~ '. Write '
            ~ variable_rules().missing_words.write ~ '.') -}}
    {%- endfor -%}
    {%- if column.get('descriptive') -%}
        {%- set needed = 'required' if column.get('required') else (
            'a key' if column.name in key else (
            'a reference' if column.get('references') else (
            'compared with another column' if column.name in compared else ''))) -%}
        {%- if needed -%}
            {{- return('descriptive: true, but it is ' ~ needed
                ~ '. A row with a bad cell in such a column must be quarantined.') -}}
        {%- endif -%}
    {%- endif -%}
    {{- return('') -}}
{%- endmacro %}
