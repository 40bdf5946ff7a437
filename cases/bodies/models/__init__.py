"""Bodies that decide together, their members and meetings."""

from cases.bodies.models.bodies import Body, BodyMember
from cases.bodies.models.meetings import AgendaItem, Attendance, Meeting, MinutesScan, Recusal

__all__ = ["AgendaItem", "Attendance", "Body", "BodyMember", "Meeting", "MinutesScan", "Recusal"]
