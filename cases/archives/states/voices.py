"""What a worker asks for (利益诉求) and in what mind they are (思想动态).

No document at hand lists either (SD1 only names them): these are the usual words, and both leave room for
text.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Demand(TextChoices):
    """利益诉求: the matter. 帮扶需求 (Want) is what the union may give for it."""

    JOB = "job", _("就业")
    MEDICAL = "medical", _("医疗")
    SCHOOLING = "schooling", _("子女就学")
    HOUSING = "housing", _("住房")
    INSURANCE = "insurance", _("社会保险")
    RIGHTS = "rights", _("维护权益")
    OTHER = "other", _("其他诉求")


class Mood(TextChoices):
    STABLE = "stable", _("思想稳定")
    WORRIED = "worried", _("有顾虑")
    UNSETTLED = "unsettled", _("情绪不稳")
