{{ accepted_rows('crm', 'customer_identities') }}
