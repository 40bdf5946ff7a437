"""外部帮扶: what others gave, or what was given before this program; our own payments stay where they are."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.aid.states import GIVER_KINDS, RECORD_TONES, RecordState
from cases.archives.models import Evidence
from cases.archives.models.household import person
from cases.policies.states import AidKind
from hardship.imports.models import ListImport
from hardship.kernel.checks import check
from hardship.kernel.fields import BlindIndexField, EncryptedField
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.hidden import NameField
from hardship.kernel.scope import ScopedModel

FIRST_DAY = "1949-10-01"
# Two records that agree in all of these are one: it may not be counted twice.
ONCE_BY = ("person_index", "given_on", "kind", "giver_kind", "giver", "programme", "item", "value")


class ExternalAid(ScopedModel):
    """Aid that one person got from somebody else, or from a union before this program; `union` recorded it.

    It belongs to the person (`person_index` is the blind index of the ID number), not to a file: whichever
    file the person stands in shows it, also one that is opened later. What it says is never changed; it is
    replaced by another row (`replaces`) or cancelled with a reason. `value` is yuan, for goods (`item`) their
    worth.
    """

    tone = state_tone(RECORD_TONES)
    is_current = in_state(RecordState.CURRENT)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=9, choices=RecordState.choices, default=RecordState.CURRENT, editable=False
    )
    name = NameField(_("姓名"), max_length=50)
    id_number = EncryptedField("id_number", verbose_name=_("身份证号"))
    person_index = BlindIndexField(editable=False)
    giver_kind = models.CharField(_("帮扶来源"), max_length=20, choices=GIVER_KINDS)
    giver = models.CharField(_("发放单位"), max_length=60, blank=True)
    kind = models.CharField(_("帮扶种类"), max_length=12, choices=AidKind.choices)
    programme = models.CharField(_("项目"), max_length=60, blank=True)
    programme_code = models.CharField(max_length=20, blank=True, editable=False)
    item = models.CharField(_("实物"), max_length=60, blank=True)
    value = models.DecimalField(_("金额或折价（元）"), max_digits=12, decimal_places=2)
    given_on = models.DateField(_("发放日期"))
    fund = models.CharField(_("资金来源"), max_length=60, blank=True)
    is_won = models.BooleanField(_("争取资金"), default=False)
    proof = models.CharField(_("凭证"), max_length=80, blank=True)
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("证明材料")
    )
    note = models.CharField(_("备注"), max_length=200, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="replaced_by", verbose_name=_("更正")
    )
    source = models.ForeignKey(
        ListImport, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("导入")
    )
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    recorded_by = person(_("登记人"))
    ended_at = models.DateTimeField(_("更正或作废时间"), null=True, editable=False)
    ended_by = person(_("更正或作废人"))
    ended_why = models.CharField(_("理由"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("外部帮扶")
        indexes = [
            models.Index(fields=[level, "-given_on"], name=f"external_aid_{level}_day")
            for level in ("province", "city", "county", "union")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=ONCE_BY,
                condition=Q(state=RecordState.CURRENT),
                name="external_aid_once",
                violation_error_message=_("这笔帮扶已经登记。"),
            ),
            check("external_aid_state_known", Q(state__in=RecordState.values), _("状态不对。")),
            check("external_aid_worth_something", Q(value__gt=0), _("金额必须大于零。")),
            check("external_aid_named", ~Q(name=""), _("请填写姓名。")),
            check("external_aid_kind_known", Q(kind__in=AidKind.values), _("请选择帮扶种类。")),
            check(
                "external_aid_giver_known",
                Q(giver_kind__in=[kind for kind, _label in GIVER_KINDS]),
                _("请选择帮扶来源。"),
            ),
            check("external_aid_day_sensible", Q(given_on__gte=FIRST_DAY), _("发放日期太早，请核对。")),
            check("external_aid_not_its_own_version", ~Q(replaces=F("pk")), _("不能更正自己。")),
            check(
                "external_aid_ended_by_somebody_with_a_reason",
                Q(state=RecordState.CURRENT, ended_at__isnull=True, ended_why="")
                | ~Q(state=RecordState.CURRENT) & Q(ended_at__isnull=False) & ~Q(ended_why=""),
                _("更正、作废要写明理由。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.given_on}"
