{{ comment_events('delivery') }}
