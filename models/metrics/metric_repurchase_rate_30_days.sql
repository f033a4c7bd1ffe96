{{ repurchased_within(30) }}
