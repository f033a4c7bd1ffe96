{{ accepted_rows('support', 'tickets') }}
