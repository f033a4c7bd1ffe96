"""What customers say: language, topics and polarity of comments, and masking."""
