"""优待证、会员卡: who of a household holds one, until when, and what it got them."""

import uuid
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household, Member
from cases.archives.models.household import person
from cases.certificates.states import LIVE, TONES, TRANSITIONS, Kind, State, Use
from hardship.accounts.models import Union, names_of_step
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: Any) -> Self:
        """Those of households in the user's scope: a certificate goes where its file goes."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(**{f"household__{user.union.scope_column}_id": user.union_id})


class Certificate(models.Model):
    """One certificate with its number. Number, holder and days stay; it moves by its steps alone."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="certificates", editable=False, verbose_name=_("档案")
    )
    # The union of the file when it was issued, which counts its own numbers; a file may go elsewhere.
    issuer = models.ForeignKey(
        Union, models.PROTECT, related_name="+", editable=False, verbose_name=_("发证工会")
    )
    holder = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("持证人"))
    kind = models.CharField(_("种类"), max_length=7, choices=Kind.choices)
    number = models.CharField(_("证号"), max_length=40)
    from_on = models.DateField(_("有效期起"))
    until_on = models.DateField(_("有效期止"))
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="next", verbose_name=_("原证")
    )
    state = models.CharField(
        _("状态"), max_length=7, choices=State.choices, default=State.VALID, editable=False
    )
    created_at = models.DateTimeField(_("发证时间"), default=timezone.now, editable=False)
    created_by = person(_("发证人"))
    stood_in_for = person(_("代谁发证"))

    objects = CertificateQuerySet.as_manager()

    is_valid = in_state(State.VALID)
    is_live = in_state(*LIVE)
    tone = state_tone(TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("优待证")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "issuer", "number"], name="certificate_number_once",
                violation_error_message=_("这个证号已经用过。"),
            ),
            models.UniqueConstraint(
                fields=["holder", "kind"], condition=models.Q(state__in=LIVE), name="certificate_live_once",
                violation_error_message=_("这个人已有这种证。"),
            ),
            check("certificate_state_known", models.Q(state__in=State.values), _("状态不对。")),
            check("certificate_kind_known", models.Q(kind__in=Kind.values), _("请选择种类。")),
            check("certificate_numbered", ~models.Q(number=""), _("请填写证号。")),
            check(
                "certificate_of_days",
                models.Q(until_on__gt=models.F("from_on")),
                _("有效期止要晚于有效期起。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def is_expired(self) -> bool:
        return self.is_live and self.until_on < timezone.localdate()


def _moves() -> models.Q:
    moves = {(row.action, str(at), str(row.target)) for row in TRANSITIONS for at in row.source}
    return reduce(or_, (models.Q(action=one, source=at, target=to) for one, at, to in sorted(moves)))


class CertificateStep(AppendOnly):
    """One step of one certificate, by whom, why."""

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="steps", verbose_name=_("优待证")
    )
    action = models.CharField(_("操作"), max_length=10)
    source = models.CharField(_("原状态"), max_length=7, choices=State.choices)
    target = models.CharField(_("新状态"), max_length=7, choices=State.choices)
    comment = models.CharField(_("原因"), max_length=500, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))
    stood_in_for = person(_("代谁办理"))

    class Meta:
        verbose_name = verbose_name_plural = _("优待证记录")
        constraints = [check("certificate_step_of_the_table", _moves(), _("这样的步骤不存在。"))]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.action}"

    @property
    def who(self) -> str:
        return names_of_step(self)

    @property
    def label(self) -> str:
        return next((str(row.label) for row in TRANSITIONS if row.action == self.action), self.action)


class CertificateUse(AppendOnly):
    """What a holder was let off, by whom, on a day; `worth` yuan."""

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="uses", verbose_name=_("优待证")
    )
    on = models.DateField(_("日期"))
    kind = models.CharField(_("优待内容"), max_length=9, choices=Use.choices)
    giver = models.CharField(_("优待单位"), max_length=60)
    worth = models.DecimalField(_("减免金额（元）"), max_digits=12, decimal_places=2)
    at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    by = person(_("登记人"))
    stood_in_for = person(_("代谁登记"))

    class Meta:
        verbose_name = verbose_name_plural = _("优待记录")
        constraints = [
            check("certificate_use_known", models.Q(kind__in=Use.values), _("请选择优待内容。")),
            check("certificate_use_worth", models.Q(worth__gt=0), _("金额要大于零。")),
            check("certificate_use_given", ~models.Q(giver=""), _("请填写优待单位。")),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.giver}"

    @property
    def who(self) -> str:
        return names_of_step(self)
