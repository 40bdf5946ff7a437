"""Bodies and meetings on pages."""
