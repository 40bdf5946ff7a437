"""Pages of the payments."""
