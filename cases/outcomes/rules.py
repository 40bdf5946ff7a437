"""The limits of what follows a decision; times in working days."""

TELL_WORKDAYS = 5  # within which the worker is told
MOST_SLIPS = 6  # signed pages of one telling
APPEAL_WORKDAYS = 10  # from the day on which the worker got the letter
