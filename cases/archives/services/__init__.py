"""Writes on household files: one verb, one transaction, one audit row."""
