{{ repurchased_within(365) }}
