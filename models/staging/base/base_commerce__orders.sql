-- depends_on: {{ ref('base_crm__customer_contacts') }}
-- depends_on: {{ ref('customer_match_rules') }}
{{ checked_rows('commerce', 'orders') }}
