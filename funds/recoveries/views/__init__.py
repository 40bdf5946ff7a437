"""Pages of recoveries and of what is set off."""
