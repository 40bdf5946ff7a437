"""Pages of policies, standards and the calendar."""
