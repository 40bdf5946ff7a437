"""Pages on which a household is filled in."""
