"""工会变更: what becomes of a union from a day on, planned by one person and confirmed by another."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models import Union, User
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel, ScopedQuerySet
from hardship.trees.states import OPEN_STATES, TONES, Kind, State


def within(user: Any, side: str) -> Q:
    """Rows of which this union is in somebody's scope."""
    column = user.union.scope_column
    return Q(**{side if column == "union" else f"{side}__{column}": user.union_id})


class UnionChangeQuerySet(ScopedQuerySet["UnionChange"]):
    def visible_to(self, user: Any) -> Self:
        """Changes of the unions of somebody's scope, and those that bring something to one of them."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(within(user, "union") | within(user, "target"))


def _union(name: Any, **options: Any) -> Any:
    return models.ForeignKey(
        Union, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=name, **options
    )


def _person(name: Any, **options: Any) -> Any:
    return models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=name, **options)


class UnionChange(ScopedModel):
    """One change of one union (`union`): its name, the union above it (`target`), the union that takes it
    over (`target`), or the one that is made out of it (`made`, once that is done).

    `chosen` are keys by kind (selectors.MOVABLES) of what goes to the new union of a split; `moved` says how
    much of each kind went, `parent` is the union above on the day before. `held_up` are the words why it
    could not be done on its day. The database lets nothing of a row change but its way from state to state
    (migrations/sql/changes.sql).
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("变更"), max_length=6, choices=Kind.choices)
    target = _union(_("并入或新上级工会"))
    made = _union(_("新工会"), editable=False)
    parent = _union(_("原上级工会"), editable=False)
    on = models.DateField(_("起始日期"))
    name = models.CharField(_("新名称"), max_length=80, blank=True)
    short_name = models.CharField(_("新简称"), max_length=20, blank=True)
    code = models.CharField(_("新工会编码"), max_length=20, blank=True)
    document = models.CharField(_("批复文号"), max_length=60)
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    chosen = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        _("状态"), max_length=9, choices=State.choices, default=State.PLANNED, editable=False
    )
    planned_at = models.DateTimeField(_("提出时间"), default=timezone.now, editable=False)
    planned_by = _person(_("提出人"))
    decided_at = models.DateTimeField(_("确认时间"), null=True, editable=False)
    decided_by = _person(_("确认人"), null=True, editable=False)
    ended_at = models.DateTimeField(_("撤回时间"), null=True, editable=False)
    ended_by = _person(_("撤回人"), null=True, editable=False)
    note = models.CharField(_("意见"), max_length=500, blank=True, editable=False)
    done_on = models.DateField(_("完成日期"), null=True, editable=False)
    held_up = models.CharField(_("到日没有办成的原因"), max_length=600, blank=True, editable=False)
    moved = models.JSONField(default=dict, editable=False)

    objects: ClassVar = UnionChangeQuerySet.as_manager()

    is_planned = in_state(State.PLANNED)
    is_open = in_state(*OPEN_STATES)
    is_done = in_state(State.DONE)
    tone = state_tone(TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("工会变更")
        indexes = [models.Index(fields=["state", "on"], name="union_change_due")]
        constraints = [
            check("union_change_kind_known", Q(kind__in=Kind.values), _("请选择变更的种类。")),
            check("union_change_state_known", Q(state__in=State.values), _("变更状态不对。")),
            check(
                "union_change_complete",
                Q(kind=Kind.RENAME, target__isnull=True) & ~Q(name="")
                | Q(kind__in=(Kind.MOVE, Kind.MERGE), target__isnull=False)
                | Q(kind=Kind.SPLIT, target__isnull=True) & ~Q(name="") & ~Q(code=""),
                _("请填写变更的内容。"),
            ),
            check("union_change_to_another", ~Q(target=F("union")), _("请选择另一个工会。")),
            check(
                "union_change_confirmed_by_another",
                Q(decided_by__isnull=True) | ~Q(decided_by=F("planned_by")),
                _("变更由提出人以外的人确认。"),
            ),
            check(
                "union_change_done_when_confirmed",
                Q(state=State.DONE, done_on__isnull=False, decided_by__isnull=False)
                | ~Q(state=State.DONE) & Q(done_on__isnull=True),
                _("完成的变更要有确认人和完成日期。"),
            ),
            check(
                "union_change_decided",
                ~Q(state__in=(State.CONFIRMED, State.DECLINED)) | Q(decided_by__isnull=False),
                _("确认过的变更要有确认人。"),
            ),
            models.UniqueConstraint(
                fields=["union"],
                condition=Q(state__in=OPEN_STATES),
                name="union_change_one_at_a_time",
                violation_error_message=_("这个工会已有一项没有办完的变更，请先办完或撤回。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.union} {self.get_kind_display()}"

    @property
    def called(self) -> str:
        """How the union was called on the day before it was done; before that, how it is called."""
        return self.union.name_on(self.done_on - timedelta(days=1) if self.done_on else None)

    @property
    def said(self) -> str:
        """What it does, in one sentence."""
        words = {
            Kind.RENAME: _now("更名为“%(name)s”"),
            Kind.MOVE: _now("上级改为“%(target)s”"),
            Kind.MERGE: _now("并入“%(target)s”"),
            Kind.SPLIT: _now("分出“%(name)s”"),
        }[Kind(self.kind)]
        return words % {"name": self.name, "target": self.target.name if self.target else ""}
