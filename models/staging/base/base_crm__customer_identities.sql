-- depends_on: {{ ref('base_crm__customers') }}
{{ checked_rows('crm', 'customer_identities') }}
