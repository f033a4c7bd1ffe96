"""The dashboard: one offline page made from the published file."""
