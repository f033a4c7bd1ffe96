{{ accepted_rows('surveys', 'invitations') }}
