{#-
    The allowed values of each variable of dbt_project.yml. Variables are written into SQL, so each
    value must match its whole pattern. A name without a rule here is refused.

    shape: value, list or map. values: a pattern, or one for each key. keys, of a map: the exact
    names, or a pattern. is_time: the value must also exist in the calendar. is_zone: it must also
    be a time zone. write: the instruction that the message gives to the user.
-#}
{% macro variable_rules() -%}
    {%- set name = '[a-z][a-z0-9_]*' -%}
    {%- set date = '[0-9]{4}-[0-9]{2}-[0-9]{2}' -%}
    {%- set count = '[0-9]{1,6}' -%}
    {#- Small numbers are written like 1e-05. -#}
    {%- set number = '[0-9]+([.][0-9]+)?(e-?[0-9]+)?' -%}
    {%- set number_of_days = {'shape': 'value', 'values': count, 'write': 'a number of days such as 30'} -%}
    {%- set truth = {'shape': 'value', 'values': 'True|False', 'write': 'true or false'} -%}
    {%- set list_of_names = {'shape': 'list', 'values': name, 'write': 'a list of names such as [one, two], each once'} -%}
    {{- return({
        'as_of': {
            'shape': 'value',
            'values': date ~ '( ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])?',
            'is_time': true,
            'may_be_null': true,
            'write': "it as '2025-12-31' or '2025-12-31 18:00:00'",
        },
        'reporting_time_zone': {
            'shape': 'value',
            'values': '[A-Za-z0-9_+/-]{1,50}',
            'is_zone': true,
            'write': 'a time zone of the IANA list such as UTC, Asia/Shanghai or America/New_York',
        },
        'base_currency': {
            'shape': 'value', 'values': '[A-Z]{3}', 'write': 'a currency code such as CNY or EUR',
        },
        'plausible_times': {
            'shape': 'map',
            'keys': ['from', 'until'],
            'values': date,
            'is_time': true,
            'write': "two days such as {from: '1970-01-01', until: '2049-12-31'}",
        },
        'missing_words': {
            'shape': 'list',
            'values': '[^,:\'"{};\\s]{1,20}',
            'write': 'words such as [NULL, N/A], each once, of up to 20 characters without blanks, quotes,'
                ~ ' commas, colons, semicolons or braces',
        },
        'today_gap_days': number_of_days,
        'raw_tables': {
            'shape': 'list',
            'values': name ~ '[.]' ~ name,
            'write': 'a list of tables such as [crm.customers], each once',
        },
        'raw_schemas': {
            'shape': 'map',
            'keys': name,
            'values': '[A-Za-z_][A-Za-z0-9_]*([.][A-Za-z_][A-Za-z0-9_]*)?',
            'write': 'a schema for each source of the raw contract, such as {support: exported} or'
                ~ ' {support: help_desk.exported}',
        },
        'raw_sources': {
            'shape': 'map',
            'keys': name,
            'values': '(?s)[\\[{].*[\\]}]',
            'write': 'a mapping for each source, such as {support: {mapping: zendesk, schemas: [zendesk]}}'
                ~ ' (docs/mappings.md)',
        },
        'check_thresholds': {
            'shape': 'map',
            'keys': [
                'volume_critical_ratio', 'volume_warning_ratio', 'quarantined_critical_share',
                'quarantined_warning_share', 'null_share_rise', 'distinct_share_change',
                'freshness_days', 'median_drift_ratio', 'unknown_ids_warning_share',
                'unknown_ids_rise', 'rewritten_ids_critical_share', 'rewritten_ids_warning_share',
                'compared_deliveries', 'delivery_minimum_earlier', 'delivery_minimum_rows',
                'delivery_volume_warning_ratio',
            ],
            'values': number,
            'write': 'all its thresholds, each a number such as 0.5',
        },
        'customer_matching': {
            'shape': 'map',
            'keys': [
                'most_customers_of_a_contact', 'calling_code', 'trunk_prefix', 'ignores_email_tags',
                'ignores_gmail_dots',
            ],
            'values': {
                'most_customers_of_a_contact': '[1-9][0-9]{0,5}',
                'calling_code': '[1-9][0-9]{0,2}',
                'trunk_prefix': '[0-9]{0,2}',
                'ignores_email_tags': 'True|False',
                'ignores_gmail_dots': 'True|False',
            },
            'write': "all its parts, as dbt_project.yml does; trunk_prefix '' where numbers have none",
        },
        'customers_from_orphans': truth,
        'pseudonymise_customers': truth,
        'quarantine_retention_days': number_of_days,
        'kept_generations': {
            'shape': 'value', 'values': '[1-9][0-9]{0,3}', 'write': 'a count such as 3',
        },
        'survey_response_window_days': number_of_days,
        'one_survey_answer_per': {
            'shape': 'value',
            'values': 'day|week|month|quarter|year',
            'may_be_null': true,
            'write': 'day, week, month, quarter or year, or null to count every answer',
        },
        'first_contact_resolution_days': number_of_days,
        'service_completion_days': number_of_days,
        'first_contact_resolution_by_category': truth,
        'ticket_event_tolerance_minutes': {
            'shape': 'value', 'values': count, 'write': 'a number of minutes such as 5',
        },
        'default_schedule': {
            'shape': 'value',
            'values': '[^\'"{};]{1,80}',
            'may_be_null': true,
            'write': 'a schedule of seeds/reference/support_schedules.csv such as china, or null',
        },
        'schedule_rule': {
            'shape': 'value', 'values': 'as_worked|at_event', 'write': 'as_worked or at_event',
        },
        'lead_contact_days': number_of_days,
        'lead_qualification_days': number_of_days,
        'lead_conversion_days': number_of_days,
        'lifecycle_step_days': {
            'shape': 'map',
            'keys': ['first_purchase', 'second_purchase', 'active', 'lapsed', 'won_back'],
            'values': count,
            'write': 'all its steps, each a number of days such as 90',
        },
        'renewal_grace_days': number_of_days,
        'task_grace_days': number_of_days,
        'offer_response_days': number_of_days,
        'loyalty_effect': {
            'shape': 'map',
            'keys': ['months', 'joined_within_months', 'tenure_months', 'minimum_matched_share'],
            'values': {
                'months': '[2468]|[1-9][0-9]?[02468]',
                'joined_within_months': count,
                'tenure_months': '\\[' ~ count ~ '(, ' ~ count ~ ')*\\]',
                'minimum_matched_share': number,
            },
            'write': 'all its parts, as dbt_project.yml does, the months an even number',
        },
        'interest_conversion_days': number_of_days,
        'return_window_days': number_of_days,
        'repurchase_windows_days': {
            'shape': 'list', 'values': count, 'write': 'a list of days such as [30, 90], each once',
        },
        'contract_projection_terms': {
            'shape': 'value', 'values': count, 'write': 'a count such as 12',
        },
        'contract_fit_minimum_customers': {
            'shape': 'map',
            'keys': ['all', 'lost'],
            'values': count,
            'write': 'two counts such as {all: 50, lost: 20}',
        },
        'historical_clv_window_days': number_of_days,
        'clv_discount_rate': {
            'shape': 'value', 'values': number, 'write': 'a rate by the year such as 0.1',
        },
        'clv_minimum_customers': {
            'shape': 'map',
            'keys': ['all', 'repeat'],
            'values': count,
            'write': 'two counts such as {all: 100, repeat: 50}',
        },
        'clv_holdout_days': number_of_days,
        'clv_counts_free_orders': truth,
        'service_failure_minutes': {
            'shape': 'map',
            'keys': ['first_response', 'resolution'],
            'values': count,
            'write': 'two numbers of minutes such as {first_response: 1440, resolution: 5760}',
        },
        'health_features': list_of_names,
        'health_model': {
            'shape': 'map',
            'keys': ['customers_per_month', 'minimum_of_each_outcome'],
            'values': count,
            'write': 'two counts such as {customers_per_month: 2000, minimum_of_each_outcome: 100}',
        },
        'recommendations': {
            'shape': 'map',
            'keys': [
                'window_days', 'backtest_days', 'minimum_customers', 'learned_customers',
                'judged_customers', 'items_per_customer', 'recent_items', 'recent_days',
                'next_items', 'popular_items',
            ],
            'values': '[1-9][0-9]{0,5}',
            'write': 'all its parts, as dbt_project.yml does, each a number above 0',
        },
        'minimum_event_counts': {
            'shape': 'map',
            'keys': ['hidden', 'small'],
            'values': count,
            'write': 'two counts such as {hidden: 10, small: 30}',
        },
        'publish_comment_examples': truth,
        'publish_metric_cells': truth,
        'false_discovery_rate': {
            'shape': 'value', 'values': '0[.][0-9]+', 'write': 'a share such as 0.05',
        },
        'satisfaction_days': number_of_days,
        'driver_days': number_of_days,
        'operation_days': number_of_days,
        'satisfaction_loyalty_days': number_of_days,
        'show_agents': truth,
        'driver_minimum_cases': {'shape': 'value', 'values': count, 'write': 'a count such as 100'},
        'promotion_day_share': {
            'shape': 'value', 'values': '0([.][0-9]+)?|1', 'write': 'a share such as 0.4',
        },
        'peak_hour_ratio': {
            'shape': 'value', 'values': number, 'write': 'a number such as 1.5',
        },
        'survey_weighting': {
            'shape': 'map',
            'keys': ['dimensions', 'maximum_weight'],
            'values': {
                'dimensions': "\\['(segment|region|value_tier|lifecycle_stage)'"
                    ~ "(, '(segment|region|value_tier|lifecycle_stage)')*\\]",
                'maximum_weight': '[1-9][0-9]{0,2}([.][0-9]+)?',
            },
            'write': 'both its parts, as dbt_project.yml does, with dimensions out of segment, region,'
                ~ ' value_tier and lifecycle_stage and a maximum of 1 or more',
        },
        'action_effects': {
            'shape': 'map',
            'keys': ['before_days', 'after_days', 'left_out_days', 'minimum_months'],
            'values': count,
            'write': 'its four counts, as dbt_project.yml does',
        },
        'marts': list_of_names,
        'spark_month_partitions': {
            'shape': 'map',
            'keys': name,
            'values': name,
            'write': 'a column of time for each mart, such as {fct_orders: ordered_at}',
        },
        'metrics': list_of_names,
        'headline_metrics': list_of_names,
        'notices': list_of_names,
        'metric_periods': {
            'shape': 'list',
            'values': 'all|year|quarter|month|week|day',
            'write': 'a list out of [all, year, quarter, month, week, day], each once',
        },
        'metric_dimensions': list_of_names,
        'metric_combinations': {
            'shape': 'map',
            'keys': name,
            'values': "\\['" ~ name ~ "'(, '" ~ name ~ "')+\\]",
            'write': 'two or more dimensions for each name, such as {segment_region: [segment, region]}, or {}'
                ~ ' for none',
        },
    }) -}}
{%- endmacro %}
