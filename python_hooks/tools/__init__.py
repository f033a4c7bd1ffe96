"""What helps whoever changes the project: start a metric, show test results to a CI server."""
