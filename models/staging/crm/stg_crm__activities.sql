{{ accepted_rows('crm', 'activities') }}
