"""Functions from JSON text to JSON text that dbt calls in SQL; plugin.py registers them."""
