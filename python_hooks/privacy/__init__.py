"""Erase customers, and keep a later delivery from bringing them back."""
