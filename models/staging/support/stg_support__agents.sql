{{ accepted_rows('support', 'agents') }}
