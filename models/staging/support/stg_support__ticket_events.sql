{{ accepted_rows('support', 'ticket_events') }}
