{#-
    The raw tables that feed each metric: dicts of metric, source, table and fact. They come from
    dbt's graph: the nearest models upstream of the metric that declare them. A metric of two facts
    has two dicts. So has a metric of one fact that two tables feed.
-#}
{% macro facts_of_metrics() -%}
    {%- set months = [
        ['commerce', 'orders', 'fct_customer_months'],
        ['crm', 'contracts', 'fct_customer_months'],
    ] -%}
    {%- set fed_by = {
        'fct_activities': [['crm', 'activities', 'fct_activities']],
        'fct_contract_months': [['crm', 'contracts', 'fct_contract_months']],
        'fct_contracts': [['crm', 'contracts', 'fct_contracts']],
        'fct_customer_health': months,
        'fct_customer_months': months,
        'fct_engagement_events': [['engagement', 'events', 'fct_engagement_events']],
        'fct_leads': [['crm', 'leads', 'fct_leads']],
        'fct_order_lines': [['commerce', 'order_lines', 'fct_order_lines']],
        'fct_orders': [['commerce', 'orders', 'fct_orders']],
        'fct_survey_invitations': [['surveys', 'invitations', 'fct_survey_invitations']],
        'fct_survey_responses': [['surveys', 'responses', 'fct_survey_responses']],
        'fct_tickets': [['support', 'tickets', 'fct_tickets']],
        'identity_rows': [['crm', 'customer_identities', 'none']],
        'int_customer_values_predicted': [['commerce', 'orders', 'fct_customer_months']],
        'int_comments_collected': [['surveys', 'responses', 'fct_survey_responses']],
        'int_contract_years_compared': [['crm', 'contracts', 'fct_contract_months']],
    } -%}
    {%- set found = [] -%}
    {%- for metric in var('metrics') -%}
        {%- set reading = namespace(
            models=['model.' ~ project_name ~ '.metric_' ~ metric], known=[] if execute else ['fct_orders']
        ) -%}
        {%- for _ in range(5) if not reading.known and reading.models -%}
            {%- set read = [] -%}
            {%- for model in reading.models -%}
                {%- do read.extend(graph.nodes[model].depends_on.nodes | select('in', graph.nodes)) -%}
            {%- endfor -%}
            {%- set reading.models = read | unique | list -%}
            {%- set names = reading.models | map('replace', 'model.' ~ project_name ~ '.', '') -%}
            {%- set reading.known = names | select('in', fed_by) | list -%}
        {%- endfor -%}
        {%- if not reading.known -%}
            {{- exceptions.raise_compiler_error(
                'The metric ' ~ metric ~ ' reads no fact, so its raw tables are unknown.'
                ~ ' Let it read one of ' ~ fed_by | sort | join(', ') ~ ', or add its model to the'
                ~ ' macro facts_of_metrics.'
            ) -}}
        {%- endif -%}
        {%- for name in reading.known -%}
            {%- for source_name, table_name, fact in fed_by[name] -%}
                {%- do found.append({
                    'metric': metric,
                    'source': source_name,
                    'table': table_name,
                    'fact': fact,
                }) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(found) -}}
{%- endmacro %}
