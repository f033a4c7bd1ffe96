{#-
    The end of a mart: its rows with the columns that a company added to the raw contract. Their names
    begin with custom_, and the mart's YAML declares the same columns with their types
    (docs/raw_contract.md).
-#}
{% macro with_custom_columns(relation, mart) -%}
    {%- set raw = custom_marts()[mart] -%}
    {%- set columns = custom_columns(raw.source, raw.table) -%}
    {#- While dbt parses, the contract is not known, and the model must say what it may read. -#}
    {%- if not execute or columns -%}
        {%- set staged = ref('stg_' ~ raw.source ~ '__' ~ raw.table) -%}
    {%- endif -%}
    {%- if not columns -%}
select * from {{ relation }}
    {%- else -%}
    {%- set declared = graph.nodes['model.' ~ project_name ~ '.' ~ mart].columns -%}
select
    {{ relation }}.*
    {%- for name in columns %},
    cast(custom.{{ name }} as {{ declared[name].data_type }}) as {{ name }}
    {%- endfor %}

from {{ relation }}
left join {{ staged }} as custom
    on {{ relation }}.{{ raw.mart_key }} = custom.{{ raw.key }}
    {%- endif -%}
{%- endmacro %}

{#- The marts with one row for a raw row, by name: source, table, key there and here. -#}
{% macro custom_marts() -%}
    {%- set marts = {} -%}
    {%- for mart, source_name, table_name, key in [
        ('dim_customers', 'crm', 'customers', 'customer_id'),
        ('fct_leads', 'crm', 'leads', 'lead_id'),
        ('fct_activities', 'crm', 'activities', 'activity_id'),
        ('fct_contracts', 'crm', 'contracts', 'contract_id'),
        ('fct_orders', 'commerce', 'orders', 'order_id'),
        ('fct_order_lines', 'commerce', 'order_lines', 'order_line_id'),
        ('fct_loyalty_transactions', 'commerce', 'loyalty_transactions', 'loyalty_transaction_id'),
        ('fct_engagement_events', 'engagement', 'events', 'event_id'),
        ('fct_tickets', 'support', 'tickets', 'ticket_id'),
        ('fct_survey_invitations', 'surveys', 'invitations', 'invitation_id'),
        ('fct_survey_responses', 'surveys', 'responses', 'response_id'),
    ] -%}
        {%- do marts.update({mart: {
            'source': source_name,
            'table': table_name,
            'key': key,
            'mart_key': 'survey_response_id' if key == 'response_id' else key,
        }}) -%}
    {%- endfor -%}
    {{- return(marts) -}}
{%- endmacro %}

{#- The names of a raw table's columns that a company added; none in a unit test, which has no
    graph. -#}
{% macro custom_columns(source_name, table_name) -%}
    {%- set names = [] -%}
    {%- if execute -%}
        {%- for node in graph.get('sources', {}).values()
            if node.source_name == source_name and node.name == table_name
        -%}
            {%- for name in node.columns if name.startswith('custom_') -%}
                {%- do names.append(name) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(names) -}}
{%- endmacro %}

{#- What is wrong with the columns that a company added, as a sentence with the cure; empty if nothing
    is. A column that reaches no mart would be left out in silence. -#}
{% macro fault_of_custom_columns() -%}
    {%- set tables = [] -%}
    {%- for mart, raw in custom_marts().items() -%}
        {%- do tables.append(raw.source ~ '.' ~ raw.table) -%}
        {%- set given = custom_columns(raw.source, raw.table) -%}
        {%- set declared = graph.nodes['model.' ~ project_name ~ '.' ~ mart].columns -%}
        {%- for name in given if name not in declared -%}
            {{- return(
                'models/marts/' ~ mart ~ '.yml lacks the column ' ~ name ~ ' of ' ~ raw.source ~ '.'
                ~ raw.table ~ '. Add its line at the end of the columns, with data_type and description;'
                ~ ' with the tag personal if the raw column has it.'
            ) -}}
        {%- endfor -%}
        {%- for name in declared if name.startswith('custom_') and name not in given -%}
            {{- return(
                'models/marts/' ~ mart ~ '.yml has the column ' ~ name ~ ', which ' ~ raw.source ~ '.'
                ~ raw.table ~ ' does not have. Add it to models/staging/' ~ raw.source ~ '/_'
                ~ raw.source ~ '__sources.yml, or remove it.'
            ) -}}
        {%- endfor -%}
    {%- endfor -%}
    {%- for source_name, table_name in raw_tables()
        if source_name ~ '.' ~ table_name not in tables and custom_columns(source_name, table_name)
    -%}
        {{- return(
            'The raw contract of ' ~ source_name ~ '.' ~ table_name ~ ' has the column '
            ~ custom_columns(source_name, table_name)[0] ~ ', and no mart has a row for each of its'
            ~ ' rows. Allowed: ' ~ tables | sort | join(', ') ~ '. Remove it.'
        ) -}}
    {%- endfor -%}
    {{- return('') -}}
{%- endmacro %}
