{{ checked_rows('support', 'tickets') }}
