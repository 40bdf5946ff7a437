"""Kinds of help offices, what they do, by what they are measured."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import CASE_WORKERS, Role


class OfficeKind(TextChoices):
    CENTRE = "centre", _("帮扶中心")
    STATION = "station", _("帮扶站（点）")


class Function(TextChoices):
    """The seven functions of a help centre."""

    AID = "aid", _("困难救助")
    JOBS = "jobs", _("职业介绍")
    TRAINING = "training", _("技能培训")
    LEGAL = "legal", _("法律援助")
    PETITIONS = "petitions", _("信访接待")
    ADVICE = "advice", _("政策咨询")
    CARE = "care", _("心理关爱")


class Standard(TextChoices):
    """What a standardised office has."""

    SIGN = "sign", _("有牌子")
    ROOM = "room", _("有场所")
    STAFF = "staff", _("有专（兼）职人员")
    RULES = "rules", _("制度、流程上墙")
    FUNDS = "funds", _("有工作经费")
    RECORDS = "records", _("有台账档案")


READERS = (*sorted(CASE_WORKERS), Role.ADMINISTRATOR)
WRITERS = (Role.CLERK, Role.REVIEWER, Role.ADMINISTRATOR)
