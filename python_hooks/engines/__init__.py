"""The one place that opens DuckDB files, and the comparison of what both engines built."""
