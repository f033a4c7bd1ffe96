{{ topic_comment_events('price') }}
