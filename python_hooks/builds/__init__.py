"""A build: process settings, the lock of the folder, incremental or full, and its start."""
