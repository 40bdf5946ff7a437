"""Flat lists out of workbooks: one row is one record."""
