{{ accepted_rows('improvement', 'actions') }}
