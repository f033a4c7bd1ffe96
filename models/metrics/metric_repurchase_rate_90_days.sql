{{ repurchased_within(90) }}
