{{ checked_rows('operations', 'measures') }}
