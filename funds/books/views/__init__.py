"""Pages of bank accounts: read by who decides and audits, written by finance of the own union."""
