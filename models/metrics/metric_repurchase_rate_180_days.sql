{{ repurchased_within(180) }}
