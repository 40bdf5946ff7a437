"""What is told of notices and what a changed calendar does to them, every hour."""

from cases.notices.services import follow_calendars, tell_of_ending, tell_of_late_objections
from hardship.jobs.services import chores

chores.add("notices.ends")(tell_of_ending)
chores.add("notices.objections")(tell_of_late_objections)
chores.add("notices.calendar")(follow_calendars)
