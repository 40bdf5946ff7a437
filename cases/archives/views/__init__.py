"""Pages of household files."""
