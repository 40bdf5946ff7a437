"""The lists that people know by name from the old system (issue 3, section 5)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class View(TextChoices):
    UNCHANGED = "unchanged", _("一年未改的档案")
    NOT_AIDED = "not_aided", _("未帮扶过的档案")
    TO_VERIFY = "to_verify", _("待核查")
    PROVISIONAL = "provisional", _("临时档案")
    LIFTED = "lifted", _("脱困档案库")
    CLOSED = "closed", _("注销档案库")
