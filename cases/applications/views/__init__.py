"""Pages of applications: lists, entry, and one application by itself."""
