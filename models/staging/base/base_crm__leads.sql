{{ checked_rows('crm', 'leads') }}
