{{ accepted_rows('surveys', 'responses') }}
