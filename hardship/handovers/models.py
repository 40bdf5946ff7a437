"""工作移交: what somebody has in hand goes to a colleague who confirms it, thing by thing."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.handovers.states import HANDOVER_TONES, HandoverState
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel, ScopedQuerySet


class HandoverQuerySet(ScopedQuerySet["Handover"]):
    def visible_to(self, user: Any) -> Self:
        """Those that one takes part in; of whoever heads or administers the union also those there and
        below."""
        if not user.is_authenticated:
            return self.none()
        own = Q(giver=user.pk) | Q(to=user.pk) | Q(made_by=user.pk)
        if not user.has_role(Role.ADMINISTRATOR, Role.DEPARTMENT):
            return self.filter(own)
        return self.filter(own | Q(**{f"{user.union.scope_column}_id": user.union_id}))


class Handover(ScopedModel):
    """What `giver` has in hand at one union, offered to `to`, who alone receives it.

    `waiting` is what waited at the posts of the giver on that day and stays with the post: its label, how
    many, and the numbers of those that the receiver may not decide. The database lets nothing of a row
    change but the one answer (migrations/sql/handovers.sql).
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    giver = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("移交人"))
    to = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("接收人"))
    reason = models.CharField(_("移交原因"), max_length=100)
    state = models.CharField(
        _("状态"), max_length=9, choices=HandoverState.choices, default=HandoverState.OFFERED, editable=False
    )
    waiting = models.JSONField(_("岗位上等着办的"), default=list, editable=False)
    made_at = models.DateTimeField(_("办理时间"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("办理人"))
    answered_at = models.DateTimeField(_("答复时间"), null=True, editable=False)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("答复人")
    )
    note = models.CharField(_("不接收的原因"), max_length=200, blank=True, editable=False)

    objects: ClassVar = HandoverQuerySet.as_manager()

    is_offered = in_state(HandoverState.OFFERED)
    is_received = in_state(HandoverState.RECEIVED)
    tone = state_tone(HANDOVER_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("工作移交")
        indexes = [models.Index(fields=["to", "state"], name="handover_worklist")]
        constraints = [
            check("handover_state_known", Q(state__in=HandoverState.values), _("移交状态不对。")),
            check("handover_to_somebody_else", ~Q(giver=F("to")), _("不能移交给本人。")),
            check("handover_made_by_another", ~Q(made_by=F("to")), _("接收人不能自己办移交。")),
            check(
                "handover_received_by_whom_it_was_for",
                ~Q(state=HandoverState.RECEIVED) | Q(answered_by=F("to")),
                _("移交由接收人本人确认。"),
            ),
            check(
                "handover_answered_once",
                Q(state=HandoverState.OFFERED, answered_at__isnull=True, answered_by__isnull=True)
                | ~Q(state=HandoverState.OFFERED) & Q(answered_at__isnull=False, answered_by__isnull=False),
                _("答复过的移交要有答复人和时间。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.to}"


class HandoverItem(models.Model):
    """One matter of a hand-over: its kind among selectors.HOLDINGS, its key there, how it was numbered.

    `is_moved` says that the receiver has it; `left` in words why it stays with the giver.
    """

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="items", verbose_name=_("工作移交"))
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    name = models.CharField(_("事项"), max_length=120)
    is_moved = models.BooleanField(_("已移交"), default=False, editable=False)
    left = models.CharField(_("没有移交的原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("移交事项")
        indexes = [
            models.Index(
                fields=["kind", "key", "-id"],
                name="handover_item_last",
                condition=Q(is_moved=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["handover", "kind", "key"], name="handover_item_once"),
            check(
                "handover_item_moved_or_left",
                Q(is_moved=False) | Q(left=""),
                _("一件事不是移交了，就是留下了。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
