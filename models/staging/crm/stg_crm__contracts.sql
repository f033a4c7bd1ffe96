{{ accepted_rows('crm', 'contracts') }}
