"""Pages of courses, of who is on them, of what came of them."""
