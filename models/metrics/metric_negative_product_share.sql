{{ comment_events('product') }}
