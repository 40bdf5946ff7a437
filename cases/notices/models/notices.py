"""公示 of a union that reviews, and its lines."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import person
from cases.notices.models.sources import SOURCES, NoticeSource
from cases.notices.rules import Line
from cases.notices.states import (
    ENTRY_TONES,
    MASKS,
    PURPOSES,
    TITLE_LENGTH,
    TITLES,
    TOPICS,
    EntryState,
    NoticeState,
)
from cases.policies.rules import notice_length
from hardship.accounts.models import Union
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.hidden import NameField
from hardship.kernel.scope import ScopedModel


class PublicNotice(ScopedModel):
    """公示 of a union that reviews: what was passed on one day and is shown equally long. `days` are working
    ones where `in_workdays`.

    `topic`, `columns` and `mask` (rules.Shown) are of the policy on the day that it began and stay; the
    `title` is that of the topic until the union writes one, before the first poster hangs. Lines come until
    then (`is_closed`), later ones go onto another notice of the day. `ends_on` moves by an EndChange alone,
    and never back. Where `needs_proof`, no line goes on before a photo shows that a poster hung.
    """

    number = models.CharField(_("公示编号"), max_length=40, unique=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=NoticeState.choices, default=NoticeState.RUNNING, editable=False
    )
    days = models.PositiveSmallIntegerField(_("公示天数"), default=5)
    in_workdays = models.BooleanField(_("按工作日"), default=True)
    topic = models.CharField(_("公示种类"), max_length=10, choices=TOPICS, default="intended")
    title = models.CharField(_("标题"), max_length=TITLE_LENGTH, blank=True)
    columns = ArrayField(models.CharField(max_length=10), verbose_name=_("除姓名外公示的栏目"))
    mask = models.CharField(_("姓名怎样隐去"), max_length=6, choices=MASKS, default="middle")
    starts_on = models.DateField(_("公示开始"))
    ends_on = models.DateField(_("公示截止"))
    token = models.CharField(max_length=24, unique=True, editable=False)
    is_closed = models.BooleanField(_("不再加入条目"), default=False, editable=False)
    needs_proof = models.BooleanField(_("没有张贴照片的不能报审批"), default=False)
    published_at = models.DateTimeField(_("发布时间"), default=timezone.now, editable=False)
    published_by = person(_("发布人"))
    concluded_at = models.DateTimeField(_("结束时间"), null=True, editable=False)
    concluded_by = person(_("结束人"))
    reason = models.CharField(_("提前撤下的原因"), max_length=500, blank=True, editable=False)

    is_running = in_state(NoticeState.RUNNING)
    is_cancelled = in_state(NoticeState.CANCELLED)

    class Meta:
        verbose_name = verbose_name_plural = _("公示")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "starts_on", "days", "in_workdays", "topic", "columns", "mask"],
                condition=Q(state=NoticeState.RUNNING, is_closed=False),
                name="notice_once_a_day",
            ),
            check("notice_state_known", Q(state__in=NoticeState.values), _("公示的状态不对。")),
            check(
                "notice_cancelled_for_a_reason",
                ~Q(state=NoticeState.CANCELLED) | ~Q(reason=""),
                _("提前撤下的公示要写明原因。"),
            ),
            check("notice_ends_later", Q(ends_on__gt=models.F("starts_on")), _("截止日期必须晚于开始日期。")),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def heading(self) -> str:
        """What stands above it."""
        return self.title or str(TITLES[self.topic])

    @property
    def purpose(self) -> str:
        """What is to become of those on it, in words."""
        return str(PURPOSES[self.topic])

    @property
    def length(self) -> str:
        """How long it runs, in words."""
        return notice_length(self.days, "workdays" if self.in_workdays else "days")


class NoticeEntry(models.Model):
    """One line of a notice: a row of another room (models.sources) in one of its rounds, as it is printed.

    `union` is that of the row, `number` what staff find it by. What is printed never changes; `content_hash`
    is its SHA-256. The database refuses a changed line and one that comes back.
    """

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="entries", verbose_name=_("公示"))
    source = models.CharField(_("公示的事项"), max_length=80)
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name=_("申报工会"))
    number = models.CharField(_("编号"), max_length=40, blank=True)
    name = NameField(_("姓名"), max_length=50)
    unit = models.CharField(_("单位"), max_length=120, blank=True)
    programme = models.CharField(_("帮扶项目"), max_length=80)
    amount = models.DecimalField(_("帮扶金额（元）"), max_digits=12, decimal_places=2, null=True)
    category = models.CharField(_("困难类别"), max_length=60, blank=True)
    reason_shown = models.CharField(_("致困原因"), max_length=40, blank=True)
    goods = models.CharField(_("帮扶物资"), max_length=500, blank=True)
    content_hash = models.CharField(max_length=64)
    state = models.CharField(
        _("状态"), max_length=9, choices=EntryState.choices, default=EntryState.ON, editable=False
    )
    closed_at = models.DateTimeField(_("离开公示的时间"), null=True, editable=False)
    closed_by = person(_("办理人"))
    reason = models.CharField(_("撤下原因"), max_length=500, blank=True, editable=False)

    # What is printed behind the name where another line reads the same (selectors.entries.tell_apart).
    apart = ""
    is_on = in_state(EntryState.ON)
    is_withdrawn = in_state(EntryState.WITHDRAWN)
    tone = state_tone(ENTRY_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("公示条目")
        constraints = [
            models.UniqueConstraint(fields=["source", "round"], name="notice_entry_once_a_round"),
            check("notice_entry_state_known", Q(state__in=EntryState.values), _("公示条目的状态不对。")),
            check(
                "notice_entry_closed_when_it_left",
                Q(state=EntryState.ON, closed_at__isnull=True)
                | ~Q(state=EntryState.ON) & Q(closed_at__isnull=False),
                _("离开公示的条目要有时间。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}:{self.source}"

    @property
    def shown_name(self) -> str:
        return f"{self.name}（{self.apart}）" if self.apart else self.name

    @property
    def line(self) -> Line:
        return Line(
            self.name, self.unit, self.programme, self.amount, self.category, self.reason_shown, self.goods
        )  # fmt: skip

    @property
    def key(self) -> str:
        """The key of its row in the room of its source."""
        return self.source.partition(":")[2]

    @property
    def room(self) -> NoticeSource:
        """What the room of its row registered."""
        return SOURCES[self.source.partition(":")[0]]
