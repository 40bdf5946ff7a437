"""Writes of what is filled in of a household."""
