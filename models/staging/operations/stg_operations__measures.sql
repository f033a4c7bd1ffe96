{{ accepted_rows('operations', 'measures') }}
