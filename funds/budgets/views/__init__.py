"""Pages of plans of use."""
