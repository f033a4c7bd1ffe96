"""Judge the profiles of tables by their contract, and the shape of each metric."""
