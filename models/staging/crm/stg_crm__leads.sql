{{ accepted_rows('crm', 'leads') }}
