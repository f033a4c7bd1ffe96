{{ comment_events('service') }}
