"""What a service of this room refuses with."""

from hardship.kernel.workflow import Refused


class NoticeRefused(Refused):
    """Something that may not be done with a notice or an objection; the message says what to do."""


class TooMany(NoticeRefused):
    """More came through the page of a poster than an hour or a notice takes."""

    status = 429
