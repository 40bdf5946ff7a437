"""Pages of a file after it was filed."""
