"""Pages of instalments, and of services that are to be done."""
