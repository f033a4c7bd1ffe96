"""Find what changed in a metric, say what explains it, and tell its owner once."""
