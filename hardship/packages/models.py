"""Which packages were handed out, and by what each can be known again."""

import uuid
from types import SimpleNamespace

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models import names_of_step
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


class AuditPackage(ScopedModel, AppendOnly):
    """One package that was made: of which union with those below it, of which days, how many dossiers were
    drawn by which seed, why it was wanted; `sha256` is that of the whole file, `files` how many are in it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    since = models.DateField(_("从"))
    until = models.DateField(_("到"))
    drawn = models.PositiveSmallIntegerField(_("抽取卷宗"))
    seed = models.PositiveIntegerField(_("随机种子"))
    purpose = models.CharField(_("用途"), max_length=100)
    made_at = models.DateTimeField(_("制作时间"))
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, editable=False, related_name="+", verbose_name=_("制作人")
    )
    made_for = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("代谁制作"),
    )  # fmt: skip
    files = models.PositiveIntegerField(_("文件数"))
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    sha256 = models.CharField(_("校验码"), max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("审计包")
        indexes = [models.Index(fields=["sha256"], name="package_sha256")]
        constraints = [
            check("package_of_days", Q(since__lte=F("until")), _("起止日期颠倒了。")),
            check("package_for_something", ~Q(purpose=""), _("请写明用途。")),
            check(
                "package_has_code",
                Q(sha256__regex=r"^[0-9a-f]{64}$", files__gt=0, size__gt=0),
                _("校验码不对。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.union} {self.since:%Y-%m-%d} {self.until:%Y-%m-%d}"

    @property
    def code(self) -> str:
        """The SHA-256 as it is written down, in groups of eight."""
        return " ".join(self.sha256[at : at + 8] for at in range(0, len(self.sha256), 8))

    @property
    def drawn_words(self) -> str:
        """How many dossiers were drawn by which seed, in words."""
        return gettext("%(n)s 份，种子 %(seed)s") % {"n": self.drawn, "seed": self.seed} if self.drawn else ""

    @property
    def maker(self) -> str:
        """Who made it, both names where they stood in."""
        return names_of_step(SimpleNamespace(by=self.made_by, stood_in_for=self.made_for))
