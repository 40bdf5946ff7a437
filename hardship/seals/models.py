"""Seals of the audit trail: what each day held, chained to the day before, and where that was told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hardship.kernel.guards import AppendOnly
from hardship.seals.states import WayOut


class Seal(AppendOnly):
    """One day of the audit trail, of all unions, closed for good: no row of that day can be added any more.

    `prints` has number and digest of each row (rules.print_row), `digest` is their SHA-256, `chain` that of
    day, count, digest and the chain of the day before. The database computes both again. The day ends at
    `until`, midnight of the local day.
    """

    day = models.DateField(_("日期"), unique=True)
    until = models.DateTimeField(_("截止"), unique=True)
    rows = models.PositiveIntegerField(_("条数"))
    prints = models.BinaryField()
    digest = models.CharField(_("当日摘要"), max_length=64)
    previous = models.CharField(_("前一日校验码"), max_length=64)
    chain = models.CharField(_("校验码"), max_length=64, unique=True)
    stamp = models.DateTimeField(_("封存时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("操作日志封存")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.chain[:16]}"

    @property
    def anchored(self) -> str:
        """The ways that took it out of the machine, in words."""
        return "、".join(anchor.get_way_display() for anchor in self.anchors.all())


class Anchor(AppendOnly):
    """A seal was told to a place outside the machine: by which way, and when."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="anchors", verbose_name=_("操作日志封存"))
    way = models.CharField(_("方式"), max_length=20, choices=WayOut.choices)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("外部留存")
        constraints = [models.UniqueConstraint(fields=["seal", "way"], name="anchor_once_a_way")]

    def __str__(self) -> str:
        return f"{self.seal} {self.way}"


class Verification(AppendOnly):
    """The trail was read against its seals: by whom (nobody: by the night), how many days and rows, how many
    things were found, and the first of them in words."""

    at = models.DateTimeField(_("时间"), db_index=True)
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("校验人")
    )
    days = models.PositiveIntegerField(_("天数"))
    rows = models.PositiveBigIntegerField(_("条数"))
    faults = models.PositiveIntegerField(_("不符"))
    told = models.JSONField(_("不符的内容"), default=list)

    class Meta:
        verbose_name = verbose_name_plural = _("操作日志校验")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(faults=0, told=[]) | models.Q(faults__gt=0) & ~models.Q(told=[]),
                name="verification_tells_what_it_found",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.faults}"
