"""The document of a policy: its types, and how it is read, checked and written."""
