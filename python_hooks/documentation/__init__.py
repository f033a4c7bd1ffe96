"""The documentation of dbt and the semantic layer of MetricFlow."""
