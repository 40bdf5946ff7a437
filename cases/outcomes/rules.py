"""The time limits of what follows a decision, in working days."""

APPEAL_WORKDAYS = 10  # from the day on which the worker got the letter
