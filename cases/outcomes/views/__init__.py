"""Addresses of the papers of an application and of what follows a decision."""
