"""The screen that a person reads at the end of a build."""
