"""Find the changes of metrics, the slices that explain them, and notify each owner once."""
