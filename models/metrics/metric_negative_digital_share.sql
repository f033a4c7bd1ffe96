{{ topic_comment_events('digital') }}
