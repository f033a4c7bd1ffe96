{{ comment_events('price') }}
