{#-
    The raw tables of which a row can rebuild customers, as the contract declares it
    (docs/increment.md). Each comes after the tables that it waits for. `columns` lead on to other
    tables, and `conditions` find the accepted rows that are rebuilt though they did not change.
-#}
{% macro tables_that_rebuild() -%}
    {%- set tables, waits = {}, {} -%}
    {%- for source_name, table_name in raw_tables() -%}
        {%- set contract = raw_contract(source_name, table_name) -%}
        {%- set name = source_name ~ '.' ~ table_name -%}
        {%- do waits.update({name: []}) -%}
        {%- do tables.update({name: {
            'name': name,
            'id': source_name ~ '__' ~ table_name,
            'key': contract.key[0],
            'columns': contract.columns | selectattr('rebuilds', 'defined') | list,
            'rebuilt_by': contract.columns | selectattr('rebuilt_by', 'defined') | list,
            'merged_by': (contract.columns | selectattr('merged_by', 'defined') | first or {}).merged_by,
            'conditions': times_that_rebuild(contract.columns),
            'siblings': [],
            'is_read': contract.columns | selectattr('rebuilds', 'defined') | list | length > 0,
        }}) -%}
    {%- endfor -%}
    {%- for table in tables.values() -%}
        {%- for column in table.rebuilt_by -%}
            {%- set parent = tables[column.rebuilt_by] -%}
            {%- do parent.update({'is_read': true}) -%}
            {%- set condition = column.name ~ ' in (select ' ~ parent.key ~ ' from changed_' ~ parent.id ~ ')' -%}
            {%- if column.rebuilds == parent.name -%}
                {#- Each rebuilds the other: the parent comes first, then all rows that name it. -#}
                {%- do table.siblings.append(condition) -%}
            {%- else -%}
                {%- do table.conditions.append(condition) -%}
                {%- do waits[table.name].append(parent.name) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- for column in table.columns if column.rebuilds != 'crm.customers' -%}
            {%- set parent, is_own = tables[column.rebuilds], column.rebuilds == table.name -%}
            {%- set changed = changes_of('base_' ~ table.id, [column.name]) if is_own
                else 'changed_' ~ table.id -%}
            {%- do parent.conditions.append(
                parent.key ~ ' in (select ' ~ column.name ~ ' from ' ~ changed ~ ')'
            ) -%}
            {%- do waits[parent.name].append(table.name) if not is_own -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set ordered = [] -%}
    {%- for _ in tables -%}
        {%- for table in tables.values()
            if table not in ordered
            and not waits[table.name] | reject('in', ordered | map(attribute='name') | list) | list
        -%}
            {%- do ordered.append(table) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for name in tables if name not in ordered | map(attribute='name') | list -%}
        {{- exceptions.raise_compiler_error(
            'The raw contract declares a circle of rebuilds and rebuilt_by through ' ~ name
            ~ '. Two tables may rebuild each other by one column only.'
        ) -}}
    {%- endfor -%}
    {{- return(ordered | selectattr('is_read') | list) -}}
{%- endmacro %}

{#- The conditions that a time of a row came, or ran out, since the build before. -#}
{% macro times_that_rebuild(columns) -%}
    {%- set conditions = [] -%}
    {%- for column in columns if 'rebuilds_after_days' in column or column.rebuilds_on_its_day -%}
        {%- set days = column.rebuilds_after_days -%}
        {%- set days = var(days) if days is string else days -%}
        {%- if column.rebuilds_on_its_day -%}
            {%- set moment = moment_of_local_time(start_of('day', local_time(column.name))) -%}
        {%- elif column.data_type == 'date' -%}
            {%- set moment = moment_of_local_time(date_plus_days(column.name, days)) -%}
        {%- else -%}
            {%- set moment = plus_days(column.name, days) -%}
        {%- endif -%}
        {%- do conditions.append(
            moment ~ ' > (select since from passed) and ' ~ moment ~ ' <= (select until from passed)'
        ) -%}
    {%- endfor -%}
    {{- return(conditions) -}}
{%- endmacro %}
