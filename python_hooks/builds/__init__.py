"""A build: what its process needs, who holds the folder, what it may take over, when it starts."""
