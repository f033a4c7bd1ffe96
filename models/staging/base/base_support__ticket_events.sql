-- depends_on: {{ ref('base_support__tickets') }}
{{ checked_rows('support', 'ticket_events') }}
