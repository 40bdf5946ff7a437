"""The lists of files that people know by name."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role

FILES = "files"  # the list that saved filters belong to, unless they are of another one
# Who may take numbers of persons and accounts along in full.
FULL_NUMBER_ROLES = (Role.REVIEWER, Role.FINANCE, Role.AUDITOR)


class View(TextChoices):
    UNCHANGED = "unchanged", _("一年未改的档案")
    NOT_AIDED = "not_aided", _("未帮扶过的档案")
    TO_VERIFY = "to_verify", _("待核查")
    PROVISIONAL = "provisional", _("临时档案")
    LIFTED = "lifted", _("脱困档案库")
    GRACE = "grace", _("渐退期")
    CLOSED = "closed", _("注销档案库")
    INSURANCE = "insurance", _("社保未落实")
    MARGINAL = "marginal", _("低保边缘")
    DEPOSITS = "deposits", _("有存款")
    HOUSING_FUND = "housing_fund", _("有公积金")
    INCOMPLETE = "incomplete", _("待补材料")
