"""Reads of 存量档案接收: the lists, and what the files that came in still lack."""
