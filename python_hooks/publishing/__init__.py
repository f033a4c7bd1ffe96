"""The published file: its generations, its pseudonyms, its readers and its exports."""
