{{ topic_comment_events('product') }}
