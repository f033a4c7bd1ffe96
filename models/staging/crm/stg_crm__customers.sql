{{ accepted_rows('crm', 'customers') }}
