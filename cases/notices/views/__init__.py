"""Pages of notices and objections, and their paper."""
