{{ accepted_rows('engagement', 'events') }}
