"""What dbt's documentation and MetricFlow say of the models and metrics."""
