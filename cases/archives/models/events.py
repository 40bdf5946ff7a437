"""What happened to a file: steps with their reasons, consents. Only ever added."""

import hashlib
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.archives.models.evidence import Evidence
from cases.archives.models.household import Household, person
from cases.archives.rules.relief import ReliefTest, read_relief
from cases.archives.states import (
    MERGE_TRANSITIONS,
    OTHER_STEPS,
    TRANSITIONS,
    UNDO_TRANSITIONS,
    ConsentKind,
    ReturnAnswerKind,
    Section,
    State,
)
from cases.archives.states.files import STEP_TONES
from cases.archives.states.taking_over import GIVE_BACK, TAKE_OVER_TRANSITIONS
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.hidden import NameField

DECISIONS = sorted({row.action for row in (*TRANSITIONS, *TAKE_OVER_TRANSITIONS) if row.is_decision})
UNDOING = sorted({GIVE_BACK, *(row.action for row in UNDO_TRANSITIONS)})


class FileStep(AppendOnly):
    """One transition of a file; `content_hash` is the SHA-256 of the file as it was then. The database lets
    nobody decide on a file that they wrote on (models.FileEdit). `figures` are those on which 解困 was
    decided (rules.relief), as they were; no other step has any. `unseen` documents had been judged by nobody
    when the file was filed, and whoever filed it said that they were verified otherwise; the database counts
    them (trigger archives_filestep_unseen).

    `before` is what the step wrote over, by column, where it can be taken back (states.UNDO_TRANSITIONS);
    `takes_back` is the step that this one undoes. The database lets only the same person take back a step,
    within a day, and only while it is the last one.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="steps", verbose_name=_("档案"))
    action = models.CharField(_("操作"), max_length=12)
    source = models.CharField(_("原状态"), max_length=12, choices=State.choices)
    target = models.CharField(_("新状态"), max_length=12, choices=State.choices)
    is_decision = models.BooleanField(_("是否审核意见"), default=False)
    comment = models.CharField(_("意见"), max_length=500, blank=True)
    content_hash = models.CharField(max_length=64)
    unseen = models.PositiveSmallIntegerField(_("没有核对的材料（份）"), default=0, editable=False)
    figures = models.JSONField(_("决定依据的数字"), default=dict, editable=False)
    before = models.JSONField(default=dict, editable=False)
    takes_back = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="taken_back",
        verbose_name=_("撤回的操作"),
    )
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))
    stood_in_for = person(_("代谁办理"))

    tone = state_tone(STEP_TONES, field="action", other="")

    class Meta:
        verbose_name = verbose_name_plural = _("档案办理记录")
        constraints = [
            check(
                "file_step_decision_marked",
                models.Q(is_decision=True) | ~models.Q(action__in=DECISIONS),
                _("审核意见必须标明。"),
            ),
            check(
                "file_step_takes_one_back",
                models.Q(takes_back__isnull=False, action__in=UNDOING)
                | models.Q(takes_back__isnull=True) & ~models.Q(action__in=UNDOING),
                _("撤回必须写明撤回的是哪一步。"),
            ),
            check(
                "file_step_relief_keeps_its_figures",
                models.Q(action="relieve") & ~models.Q(figures={})
                | ~models.Q(action="relieve") & models.Q(figures={}),
                _("解困的决定必须保存依据的数字。"),
            ),
            check(
                "file_step_unseen_when_filed",
                models.Q(unseen=0) | models.Q(action="file"),
                _("只有建档才记没有核对的材料。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.action}"

    @property
    def label(self) -> str:
        tables = (*TRANSITIONS, *UNDO_TRANSITIONS, *MERGE_TRANSITIONS, *TAKE_OVER_TRANSITIONS)
        rows = (row.label for row in tables if row.action == self.action)
        return str(next(rows, OTHER_STEPS.get(self.action, self.action)))

    @property
    def unseen_note(self) -> str:
        """What the history says of documents that nobody had judged, or ''."""
        if not self.unseen:
            return ""
        return _now("有 %(count)s 份材料没有逐份核对，办理人说明已用其他方式核实。") % {"count": self.unseen}

    @property
    def relief(self) -> ReliefTest | None:
        """The test of 解困 as it was passed; None of any other step."""
        return read_relief(self.figures) if self.figures else None


class ReturnReason(AppendOnly):
    """Why a file was returned, field by field; shown again where the field is filled in. `fingerprint` is the
    SHA-256 of what it is about, as it was then (selectors.returned)."""

    step = models.ForeignKey(FileStep, models.PROTECT, related_name="reasons", verbose_name=_("退回"))
    section = models.CharField(_("部分"), max_length=10, choices=Section.choices)
    field = models.CharField(_("项目"), max_length=64, blank=True)
    reason = models.CharField(_("原因"), max_length=300)
    fingerprint = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("退回原因")

    def __str__(self) -> str:
        return self.reason


class ReturnAnswer(AppendOnly):
    """What was done about a reason: the value is another one, or `text` says why it stays. The database takes
    no second submission without an answer to each (migrations/sql/returned.sql)."""

    reason = models.ForeignKey(
        ReturnReason, models.PROTECT, related_name="answers", verbose_name=_("退回原因")
    )
    kind = models.CharField(_("答复"), max_length=7, choices=ReturnAnswerKind.choices)
    text = models.CharField(_("不改的原因"), max_length=300, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("答复人"))

    is_change = in_state(ReturnAnswerKind.CHANGED, field="kind")

    class Meta:
        verbose_name = verbose_name_plural = _("退回答复")
        constraints = [
            check("return_answer_kind_known", models.Q(kind__in=ReturnAnswerKind.values), _("答复不对。")),
            check(
                "return_answer_says_why",
                models.Q(kind=ReturnAnswerKind.CHANGED, text="")
                | (models.Q(kind=ReturnAnswerKind.KEPT) & ~models.Q(text="")),
                _("请写明为什么不改，审核人会看到。"),
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.get_kind_display())


class Consent(AppendOnly):
    """The family's promise and authorisation to verify, or its withdrawal: the latest row counts.

    `text_hash` is the SHA-256 of the wording signed. `valid_until` is the last day of the authorisation when
    the paper names one; without it the authorisation holds until the family leaves. A withdrawal says no to
    everything and names whoever declared it (个人信息保护法 Art. 15).
    """

    append_only_links = ("documents",)

    kind = models.CharField(_("种类"), max_length=10, choices=ConsentKind.choices, default=ConsentKind.SIGNED)
    household = models.ForeignKey(Household, models.PROTECT, related_name="consents", verbose_name=_("档案"))
    signed_on = models.DateField(_("签字日期"))
    signer = NameField(_("签字人"), max_length=50)
    allows_check = models.BooleanField(_("同意向民政等部门核对家庭经济状况"))
    allows_notice = models.BooleanField(_("同意公示姓名（隐去一字）、单位、项目和金额"))
    valid_until = models.DateField(_("核对授权有效期至"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    documents = models.ManyToManyField(Evidence, related_name="consents", verbose_name=_("签字原件"))
    text_version = models.CharField(max_length=10)
    text_hash = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    recorded_by = person(_("登记人"))

    is_withdrawal = in_state(ConsentKind.WITHDRAWN, field="kind")

    class Meta:
        verbose_name = verbose_name_plural = _("承诺与授权")
        constraints = [
            check("consent_kind_known", models.Q(kind__in=ConsentKind.values), _("授权种类不对。")),
            check(
                "consent_withdrawn_allows_nothing",
                ~models.Q(kind=ConsentKind.WITHDRAWN) | models.Q(allows_check=False, allows_notice=False),
                _("撤回授权以后不能再有同意的事项。"),
            ),
            check(
                "consent_period_in_order",
                models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("signed_on")),
                _("有效期不能早于签字日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.signed_on}"

    def allows_check_on(self, day: date) -> bool:
        """Whether other departments may be asked about the family on this day."""
        return self.allows_check and (self.valid_until is None or self.valid_until >= day)


CONSENT_VERSION = "2026.1"
CONSENT_TEXT = (
    "本人承诺所填家庭成员、收入、支出和财产情况真实完整，情况变化时及时报告；"
    "授权工会向民政、人社、不动产、车辆、市场监管等部门核对本家庭经济状况；"
    "知悉所填信息含健康、银行账户和未成年人信息，仅用于困难帮扶，并同意按规定公示。"
)


def consent_hash() -> str:
    """The SHA-256 of the wording in force."""
    return hashlib.sha256(f"{CONSENT_VERSION}\n{CONSENT_TEXT}".encode()).hexdigest()


def canonical(value: Any) -> bytes:
    """JSON bytes that are the same for the same content."""
    import json

    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def canonical_hash(value: Any) -> str:
    """The SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(value)).hexdigest()
