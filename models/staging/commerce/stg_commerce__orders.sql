{{ accepted_rows('commerce', 'orders') }}
