"""Reads of courses, of who is on them and may be put there, of what became of them."""
