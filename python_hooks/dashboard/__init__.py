"""The dashboard, one offline page, and the weekly brief: made from the published file alone."""
