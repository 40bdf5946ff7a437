"""Who wrote which part of a file at which version, and whom the system told about other unions' files."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import Household, person
from cases.archives.states import EDITED_PARTS
from hardship.kernel.checks import check
from hardship.kernel.fields import TransactionIdField
from hardship.kernel.guards import AppendOnly


class FileEdit(AppendOnly):
    """One save of a file: `by` wrote these `sections`, and the file has been `version` since.

    Without sections it is the row that a new file begins with. `by` is whose words they are: of an accepted
    change the one who asked for it, of values taken over from another file those who wrote that one; None for
    the command line and for values that were only put back. Who may decide on the file, and whether a page is
    out of date, is read from here. The database refuses changed and removed rows, a content of a file that
    changes without such a row in the same transaction (`xact`), and a decision by anybody named here.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="edits", verbose_name=_("档案"))
    version = models.PositiveIntegerField(_("版本"), editable=False)
    sections = ArrayField(models.CharField(max_length=10), default=list, verbose_name=_("填写的部分"))
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("填写人"))
    stood_in_for = person(_("代谁办理"))
    xact = TransactionIdField(editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("档案填写记录")
        constraints = [
            models.UniqueConstraint(
                fields=["household", "version", "by"], nulls_distinct=False, name="file_edit_once"
            ),
            check(
                "file_edit_sections_known",
                models.Q(sections__contained_by=list(EDITED_PARTS)),
                _("档案没有这一部分。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} v{self.version}"


class NumberLookup(AppendOnly):
    """Somebody typed a number and learnt of `found` files of other unions: counted for the limit per hour.
    `number_index` is the blind index of it, by which the same number counts once within the hour."""

    number_index = models.BinaryField(null=True, editable=False)
    found = models.PositiveSmallIntegerField(_("查到的外单位档案数"))
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("查询人"))

    class Meta:
        verbose_name = verbose_name_plural = _("号码查重记录")
        indexes = [models.Index(fields=["by", "-at"], name="number_lookup_by")]

    def __str__(self) -> str:
        return f"{self.by_id} {self.found}"
