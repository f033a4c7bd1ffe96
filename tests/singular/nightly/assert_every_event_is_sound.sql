-- The roll-up reads every metric by one shape, and counts an event twice that stands twice.
{{ unsound_events() }}
