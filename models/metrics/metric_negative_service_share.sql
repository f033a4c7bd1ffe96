{{ topic_comment_events('service') }}
