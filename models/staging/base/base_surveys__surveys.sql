{{ checked_rows('surveys', 'surveys') }}
