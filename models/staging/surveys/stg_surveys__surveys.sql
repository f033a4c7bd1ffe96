{{ accepted_rows('surveys', 'surveys') }}
