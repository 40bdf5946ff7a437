"""The time limits of what follows a decision, in working days."""

TELL_WORKDAYS = 5  # within which the worker is told
APPEAL_WORKDAYS = 10  # from the day on which the worker got the letter
