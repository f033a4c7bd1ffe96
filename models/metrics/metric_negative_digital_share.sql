{{ comment_events('digital') }}
