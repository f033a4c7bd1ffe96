"""Mappings: how the tables and files of other tools become tables of the raw contract."""
