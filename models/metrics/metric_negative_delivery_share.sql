{{ topic_comment_events('delivery') }}
