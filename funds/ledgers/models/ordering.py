"""用款次序: which sources of money a union draws on first."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.ledgers.models.hands import apart, hand_of, person
from funds.ledgers.states import ORDER_TONES, OrderState, Source
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel


class FundOrder(ScopedModel):
    """The sources (`Source`) that a union draws on first, the first in front, from a day on; those that it
    does not name come after them in the order of the rule (`selectors.choosing`). Finance draws it up and an
    approver agrees to it; the last one that was agreed to holds. `decided` is whoever agreed, declined or
    took it back."""

    from_on = models.DateField(_("从哪天起"))
    sources = ArrayField(
        models.CharField(max_length=16, choices=Source.choices), verbose_name=_("先用的资金来源")
    )
    basis = models.CharField(_("依据"), max_length=200)
    state = models.CharField(
        _("状态"), max_length=8, choices=OrderState.choices, default=OrderState.ENTERED, editable=False
    )
    entered_at = models.DateTimeField(_("拟订时间"), default=timezone.now, editable=False)
    entered_by = person(_("拟订人"))
    entered_for = person(_("代谁拟订"))
    decided_at = models.DateTimeField(_("办理时间"), null=True, editable=False)
    decided_by = person(_("办理人"))
    decided_for = person(_("代谁办理"))
    why = models.CharField(_("原因"), max_length=300, blank=True, editable=False)

    tone = state_tone(ORDER_TONES)
    is_entered = in_state(OrderState.ENTERED)

    class Meta:
        verbose_name = verbose_name_plural = _("用款次序")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "from_on"], condition=Q(state=OrderState.IN_FORCE),
                name="fund_order_once_a_day",
                violation_error_message=_("这一天已有一份批准的用款次序，请换一个日期。"),
            ),
            models.UniqueConstraint(
                fields=["union"], condition=Q(state=OrderState.ENTERED), name="fund_order_waits_once",
                violation_error_message=_("已有一份用款次序等着批准。"),
            ),
            check("fund_order_state_known", Q(state__in=OrderState.values), _("状态不对。")),
            check(
                "fund_order_of_known_sources",
                Q(sources__contained_by=Source.values, sources__len__gt=0),
                _("请至少选择一个资金来源。"),
            ),
            check("fund_order_has_basis", ~Q(basis="") & Q(entered_by__isnull=False), _("请填写依据。")),
            check(
                "fund_order_decided",
                Q(state=OrderState.ENTERED, decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(state=OrderState.ENTERED) & Q(decided_at__isnull=False, decided_by__isnull=False),
                _("办理须记录时间和人。"),
            ),
            check(
                "fund_order_by_another",
                ~Q(state=OrderState.IN_FORCE) | apart("entered", "decided"),
                _("拟订和批准必须是两个人。"),
            ),
            check(
                "fund_order_dropped_with_reason",
                ~Q(state=OrderState.DROPPED) | ~Q(why=""),
                _("不同意、撤回要写明原因。"),
            ),
        ]  # fmt: skip
        indexes = [models.Index(F("union"), F("from_on").desc(), name="fund_order_newest")]

    def __str__(self) -> str:
        return f"{self.from_on:%Y-%m-%d}"

    @property
    def source_names(self) -> str:
        return "、".join(str(Source(one).label) for one in self.sources)

    @property
    def enterer(self) -> str:
        """Who drew it up, both names where they stood in."""
        return hand_of(self, "entered")

    @property
    def decider(self) -> str:
        """Who agreed, declined or took it back, both names where they stood in; '' for nobody."""
        return hand_of(self, "decided")
