"""Words of 急难补办: how long a decision took."""

from datetime import datetime

from django.utils.translation import gettext as _


def hours_words(since: datetime, until: datetime) -> str:
    """“5 小时 20 分”, whole minutes, never below 0."""
    minutes = max(int((until - since).total_seconds() // 60), 0)
    return _("%(hours)s 小时 %(minutes)s 分") % {"hours": minutes // 60, "minutes": minutes % 60}
