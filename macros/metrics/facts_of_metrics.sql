{#-
    Which raw table feeds which metric: dicts of metric, source, table and fact. The facts
    that a metric reads say it, straight from dbt's graph; a metric of two facts has two dicts,
    and so has one of a fact that two tables feed.
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
        'fct_orders': [['commerce', 'orders', 'fct_orders']],
        'fct_survey_invitations': [['surveys', 'invitations', 'fct_survey_invitations']],
        'fct_survey_responses': [['surveys', 'responses', 'fct_survey_responses']],
        'fct_tickets': [['support', 'tickets', 'fct_tickets']],
        'int_customer_values_predicted': [['commerce', 'orders', 'fct_customer_months']],
        'int_contract_years_compared': [['crm', 'contracts', 'fct_contract_months']],
    } -%}
    {%- set found = [] -%}
    {%- for metric in var('metrics') -%}
        {%- set parents = graph.nodes['model.' ~ project_name ~ '.metric_' ~ metric].depends_on.nodes
            if execute else ['fct_orders'] -%}
        {%- for parent in parents if parent.split('.')[-1] in fed_by -%}
            {%- for source_name, table_name, fact in fed_by[parent.split('.')[-1]] -%}
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
