"""The pages of transfers and of requests for files."""
