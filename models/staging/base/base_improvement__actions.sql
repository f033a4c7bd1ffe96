{{ checked_rows('improvement', 'actions') }}
