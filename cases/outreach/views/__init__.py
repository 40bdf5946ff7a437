"""The pages of calls after an event and of activities."""
