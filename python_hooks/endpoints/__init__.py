"""What dbt calls in SQL: functions from JSON text to JSON text, which plugin.py registers."""
