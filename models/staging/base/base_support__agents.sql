{{ checked_rows('support', 'agents') }}
