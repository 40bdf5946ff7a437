"""The draw, every hour: what arrived since the last one."""

from cases.callbacks.services import draw
from hardship.jobs.services import chores

chores.add("callbacks.draw")(draw)
