"""Tools for developers: start a metric, write test results for a CI server."""
