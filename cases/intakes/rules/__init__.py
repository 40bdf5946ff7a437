"""How a sample is drawn, and what the name of a scan says."""
