{#-
    Which fact uses the accepted rows of which raw table. An entry has: source, table, key (of one
    column), fact, used, joins and reasons. used is a query of the keys in use, each once, on the
    fact itself. joins are joins of the staged row, for its reasons. reasons is a list: the first
    one whose condition holds is given. A table that no fact uses has an entry with fact none.
-#}
{% macro row_uses() -%}
    {%- set deleted = [['staged.is_deleted', 'deleted']] -%}
    {%- set uses = [] -%}
    {%- for source_name, table_name, key, fact, fact_key, is_used, reasons in [
        ('crm', 'customers', 'customer_id', 'dim_customers', 'customer_id', 'not is_unmatched', []),
        ('crm', 'leads', 'lead_id', 'fct_leads', 'lead_id', 'true', deleted),
        ('crm', 'activities', 'activity_id', 'fct_activities', 'activity_id', 'true', deleted),
        ('crm', 'contracts', 'contract_id', 'fct_contracts', 'contract_id', 'true', deleted),
        ('commerce', 'orders', 'order_id', 'fct_orders', 'order_id', 'is_revenue', deleted),
        (
            'commerce', 'loyalty_transactions', 'loyalty_transaction_id',
            'fct_loyalty_transactions', 'loyalty_transaction_id', 'true', deleted
        ),
        (
            'engagement', 'events', 'event_id', 'fct_engagement_events', 'event_id', 'true',
            deleted
        ),
        ('support', 'tickets', 'ticket_id', 'fct_tickets', 'ticket_id', 'true', deleted),
        (
            'surveys', 'invitations', 'invitation_id', 'fct_survey_invitations', 'invitation_id',
            'true', deleted
        ),
        (
            'surveys', 'responses', 'response_id', 'fct_survey_responses', 'survey_response_id',
            'is_counted', deleted
        ),
    ] -%}
        {%- do uses.append({
            'source': source_name,
            'table': table_name,
            'key': key,
            'fact': fact,
            'used': 'select ' ~ fact_key ~ ' as row_id from ' ~ ref(fact) ~ ' where ' ~ is_used,
            'joins': '',
            'reasons': reasons,
        }) -%}
    {%- endfor -%}
    {%- set by_fact = {} -%}
    {%- for use in uses -%}
        {%- do by_fact.update({use.fact: use}) -%}
    {%- endfor -%}

    {%- do by_fact.dim_customers.update(
        joins='inner join ' ~ ref('int_customers_merged') ~ ' as merged'
            ~ ' on staged.customer_id = merged.customer_id',
        reasons=[['merged.surviving_customer_id <> staged.customer_id', 'merged_into_another']]
    ) -%}
    {%- do by_fact.fct_orders.update(
        joins='left join ' ~ ref('fct_orders') ~ ' as fact on staged.order_id = fact.order_id',
        reasons=deleted + [['not fact.is_revenue', 'no_purchase']]
    ) -%}
    {%- do by_fact.fct_tickets.update(
        reasons=deleted + [['staged.merged_into_ticket_id <> staged.ticket_id', 'merged_into_another']]
    ) -%}
    {#- The fact itself has the reason why an answer does not count. -#}
    {%- do by_fact.fct_survey_responses.update(
        joins='left join ' ~ ref('fct_survey_responses') ~ ' as fact'
            ~ ' on staged.response_id = fact.survey_response_id',
        reasons=deleted + [['fact.left_out_reason is not null', none]]
    ) -%}

    {%- do uses.append({
        'source': 'commerce',
        'table': 'orders',
        'key': 'order_id',
        'fact': 'fct_customer_months',
        'used': 'select orders.order_id as row_id from ' ~ ref('fct_orders') ~ ' as orders'
            ~ ' inner join ' ~ ref('dim_customers') ~ ' as customers'
            ~ ' on orders.customer_id = customers.customer_id where orders.is_revenue',
        'joins': 'left join ' ~ ref('fct_orders') ~ ' as fact on staged.order_id = fact.order_id',
        'reasons': deleted + [
            ['not fact.is_revenue', 'no_purchase'],
            ['staged.customer_id is null', 'no_customer'],
            ['fact.order_id is not null', 'unknown_customer'],
        ],
    }) -%}
    {%- set of_line = 'left join ' ~ ref('fct_order_lines')
        ~ ' as fact on staged.order_line_id = fact.order_line_id' -%}
    {%- set no_order = [['fact.order_line_id is null', 'its_order_is_left_out']] -%}
    {%- do uses.append({
        'source': 'commerce',
        'table': 'order_lines',
        'key': 'order_line_id',
        'fact': 'fct_order_lines',
        'used': 'select order_line_id as row_id from ' ~ ref('fct_order_lines')
            ~ ' where is_returned is not null',
        'joins': of_line,
        'reasons': deleted + no_order + [
            ['fact.quantity < 0', 'return_without_its_sale'],
            ['fact.quantity = 0', 'no_units'],
        ],
    }) -%}
    {%- do uses.append({
        'source': 'commerce',
        'table': 'order_lines',
        'key': 'order_line_id',
        'fact': 'repurchase_by_category',
        'used': 'select order_line_id as row_id from ' ~ ref('fct_order_lines')
            ~ ' where is_purchase and is_sale and customer_id is not null'
            ~ ' and product_category is not null',
        'joins': of_line,
        'reasons': deleted + no_order + [
            ['staged.product_category is null', 'no_category'],
            ['not fact.is_sale', 'no_sale'],
            ['not fact.is_purchase', 'no_purchase'],
            ['fact.customer_id is null', 'no_customer'],
        ],
    }) -%}
    {%- do uses.append({
        'source': 'crm',
        'table': 'contracts',
        'key': 'contract_id',
        'fact': 'fct_contract_months',
        'used': 'select closed.contract_id as row_id from '
            ~ ref('int_contract_months_closed') ~ ' as closed inner join '
            ~ ref('fct_contract_months') ~ ' as months'
            ~ ' on closed.customer_id = months.customer_id'
            ~ ' and closed.month_start = months.month_start group by closed.contract_id',
        'joins': 'left join ' ~ ref('fct_contracts') ~ ' as fact'
            ~ ' on staged.contract_id = fact.contract_id cross join ' ~ ref('int_as_of')
            ~ ' as as_of',
        'reasons': deleted + [
            ['not fact.has_run', 'ended_before_it_began'],
            ['fact.starts_on > as_of.as_of_date', 'after_today'],
            ['fact.is_free', 'costs_nothing'],
            [
                last_day_of_month('fact.starts_on') ~ ' > '
                    ~ date_plus_days('as_of.as_of_date', 0 - var('renewal_grace_days')),
                'not_yet_known'
            ],
            ['fact.contract_id is not null', 'in_no_month_that_counts'],
        ],
    }) -%}
    {%- do uses.append({
        'source': 'crm',
        'table': 'contracts',
        'key': 'contract_id',
        'fact': 'fct_customer_months',
        'used': 'select contracts.contract_id as row_id from ' ~ ref('fct_contracts')
            ~ ' as contracts inner join ' ~ ref('dim_customers') ~ ' as customers'
            ~ ' on contracts.customer_id = customers.customer_id cross join ' ~ ref('int_as_of')
            ~ ' as as_of where contracts.has_run and contracts.starts_on <= as_of.as_of_date',
        'joins': 'left join ' ~ ref('fct_contracts') ~ ' as fact'
            ~ ' on staged.contract_id = fact.contract_id cross join ' ~ ref('int_as_of')
            ~ ' as as_of',
        'reasons': deleted + [
            ['not fact.has_run', 'ended_before_it_began'],
            ['fact.starts_on > as_of.as_of_date', 'after_today'],
            ['fact.contract_id is not null', 'unknown_customer'],
        ],
    }) -%}
    {%- do uses.append({
        'source': 'support',
        'table': 'ticket_events',
        'key': 'ticket_event_id',
        'fact': 'fct_tickets',
        'used': 'select events.ticket_event_id as row_id from '
            ~ ref('int_ticket_events_attributed') ~ ' as events inner join ' ~ ref('fct_tickets')
            ~ ' as tickets on events.ticket_id = tickets.ticket_id',
        'joins': 'left join ' ~ ref('int_ticket_events_attributed')
            ~ ' as events on staged.ticket_event_id = events.ticket_event_id left join '
            ~ ref('fct_tickets') ~ ' as fact on events.ticket_id = fact.ticket_id',
        'reasons': deleted + [['fact.ticket_id is null', 'its_ticket_is_left_out']],
    }) -%}
    {%- do uses.append({
        'source': 'surveys',
        'table': 'surveys',
        'key': 'survey_id',
        'fact': 'fct_survey_responses',
        'used': 'select survey_id as row_id from ' ~ ref('fct_survey_responses')
            ~ ' group by survey_id',
        'joins': 'left join (select survey_id from ' ~ ref('fct_survey_responses')
            ~ ' group by survey_id) as fact on staged.survey_id = fact.survey_id',
        'reasons': [['fact.survey_id is null', 'no_answer']],
    }) -%}
    {%- do uses.append({
        'source': 'improvement',
        'table': 'actions',
        'key': 'action_id',
        'fact': 'action_effects',
        'used': 'select action_id as row_id from ' ~ ref('int_actions_aimed'),
        'joins': '',
        'reasons': deleted,
    }) -%}
    {%- for source_name, table_name in [
        ('crm', 'customer_identities'), ('operations', 'measures'), ('support', 'agents')
    ] -%}
        {%- do uses.append({
            'source': source_name,
            'table': table_name,
            'key': none,
            'fact': 'none',
            'used': none,
            'joins': '',
            'reasons': [['true', 'not_read_by_any_mart']],
        }) -%}
    {%- endfor -%}
    {{- return(uses) -}}
{%- endmacro %}
