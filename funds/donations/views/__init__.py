"""Pages of the room: read by who decides and audits, written by finance of the own union."""
