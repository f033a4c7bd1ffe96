{{ checked_rows('commerce', 'orders') }}
