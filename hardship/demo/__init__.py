"""The demonstration data: invented people with valid check digits, the same at every run."""
