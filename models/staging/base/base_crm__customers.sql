{{ checked_rows('crm', 'customers') }}
