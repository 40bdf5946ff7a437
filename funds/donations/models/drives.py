"""募捐活动: a time in which a union collects for one purpose, with a fund of its own."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.donations.states import DRIVE_TONES, OWNERS, DriveKind, DriveState
from funds.ledgers.models import Fund, Use
from funds.ledgers.models.hands import apart, hand_of, person
from funds.ledgers.states import Source
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel


class Drive(ScopedModel):
    """A collection: for what, from when until when, by which document. What is given to it goes into its
    own `fund`, made with the first gift.

    A draft that nobody opens is dropped, with the reason, and its name is free again. `_for` is whom somebody
    stood in for (代办). What is only held (ENTRUSTED) is for one household,
    `subject`, and pays nobody else: opaque, as that of a payable."""

    tone = state_tone(DRIVE_TONES)
    is_draft = in_state(DriveState.DRAFT)
    is_open = in_state(DriveState.OPEN)
    is_closed = in_state(DriveState.CLOSED)
    is_dropped = in_state(DriveState.DROPPED)

    name = models.CharField(_("活动名称"), max_length=60)
    kind = models.CharField(_("活动类别"), max_length=10, choices=DriveKind.choices)
    purpose = models.CharField(_("募捐事由"), max_length=300)
    source = models.CharField(_("资金性质"), max_length=16, choices=OWNERS)
    use = models.ForeignKey(Use, models.PROTECT, related_name="+", verbose_name=_("指定用途"))
    from_on = models.DateField(_("开始日期"))
    until_on = models.DateField(_("结束日期"))
    target = models.DecimalField(_("目标金额（元）"), max_digits=14, decimal_places=2, null=True, blank=True)
    document_no = models.CharField(_("文号"), max_length=60, blank=True)
    subject = models.CharField(_("为谁募捐"), max_length=60, blank=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=8, choices=DriveState.choices, default=DriveState.DRAFT, editable=False
    )
    fund = models.OneToOneField(
        Fund, models.PROTECT, null=True, editable=False, related_name="drive", verbose_name=_("资金")
    )
    made_at = models.DateTimeField(_("拟定时间"), default=timezone.now, editable=False)
    made_by = person(_("拟定人"))
    made_for = person(_("代谁拟定"))
    opened_at = models.DateTimeField(_("开始办理时间"), null=True, editable=False)
    opened_by = person(_("批准人"))
    opened_for = person(_("代谁批准"))
    closed_at = models.DateTimeField(_("结束办理时间"), null=True, editable=False)
    closed_by = person(_("结束办理人"))
    dropped_at = models.DateTimeField(_("不办时间"), null=True, editable=False)
    dropped_by = person(_("不办经手人"))
    why = models.CharField(_("不办原因"), max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("募捐活动")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "name"],
                condition=~Q(state=DriveState.DROPPED),
                name="drive_name_once",
                violation_error_message=_("本工会已有同名的活动。"),
            ),
            check("drive_named", ~Q(name=""), _("请填写活动名称。")),
            check("drive_state_known", Q(state__in=DriveState.values), _("状态不对。")),
            check("drive_kind_known", Q(kind__in=DriveKind.values), _("请选择活动类别。")),
            check(
                "drive_source_known",
                Q(source__in=[key for key, _label in OWNERS]),
                _("请选择资金性质。"),
            ),
            check(
                "drive_for_one_household",
                Q(source=Source.ENTRUSTED) & ~Q(subject="") | ~Q(source=Source.ENTRUSTED) & Q(subject=""),
                _("为职工募捐的要写明为谁募捐，捐给工会的不写。"),
            ),
            check("drive_ends_later", Q(until_on__gte=F("from_on")), _("结束日期不能早于开始日期。")),
            check("drive_target", Q(target__isnull=True) | Q(target__gt=0), _("目标金额必须大于零。")),
            check(
                "drive_opened_by_another",
                apart("made", "opened"),
                _("拟定和批准必须是两个人。"),
            ),
            check(
                "drive_open_with_somebody",
                Q(state__in=(DriveState.DRAFT, DriveState.DROPPED)) | Q(opened_by__isnull=False),
                _("活动要有人批准。"),
            ),
            check(
                "drive_dropped_with_reason",
                Q(state=DriveState.DROPPED, opened_by__isnull=True, dropped_by__isnull=False) & ~Q(why="")
                | ~Q(state=DriveState.DROPPED) & Q(dropped_by__isnull=True, why=""),
                _("不办的活动要写明原因。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def hand(self, step: str) -> str:
        """Who took a step (made, opened, closed), both names where they stood in."""
        return hand_of(self, step)
