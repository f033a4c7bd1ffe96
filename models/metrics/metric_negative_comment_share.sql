{{ comment_events() }}
