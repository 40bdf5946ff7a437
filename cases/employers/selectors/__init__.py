"""Reads of employers, of who works there, of names that nobody assigned, of yearly figures."""
