-- depends_on: {{ ref('base_crm__customers') }}
{{ checked_rows('commerce', 'loyalty_transactions') }}
