"""Values, rows and labels as text that a person reads."""
