-- depends_on: {{ ref('base_crm__customers') }}
-- depends_on: {{ ref('base_crm__customer_contacts') }}
-- depends_on: {{ ref('customer_match_rules') }}
-- depends_on: {{ ref('role_mailboxes') }}
{{ checked_rows('commerce', 'loyalty_transactions') }}
