"""落实: an approved service is done for the family, by somebody, until a day."""

import uuid
from types import SimpleNamespace

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.archives.models.household import person
from cases.giving.states import FULFILMENT_TONES, FulfilmentState, Result
from hardship.accounts.models import User, names_of_step, stood_in_for
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel

State = FulfilmentState
LAPSED = models.Q(state=State.ENDED, signed_for__isnull=True)  # by the clock (ADR 0081)


class Fulfilment(ScopedModel):
    """What was decided is to be done: by `doer`, in their words, until `due_on`.

    Made with the decision, one for each approved service. Once it is done it says on which day, what was done
    and to which result, and stays so; `deed_kind` and `deed_key` name the record that shows it, if there is
    one (selectors.deeds). Of a programme that gives goods `goods` says what was handed out, worth
    `goods_value` yuan. One that will not be done says `why`. `signed_by` wrote the last of these down,
    `signed_for` is the one for whom they stood in.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.OneToOneField(
        Application, models.PROTECT, related_name="fulfilment", editable=False, verbose_name=_("申请")
    )
    state = models.CharField(
        _("状态"), max_length=8, choices=State.choices, default=State.OPEN, editable=False
    )
    due_on = models.DateField(_("完成期限"))
    doer = models.CharField(_("由谁办"), max_length=100, blank=True)
    done_on = models.DateField(_("办成日期"), null=True, editable=False)
    what = models.CharField(_("做了什么"), max_length=500, blank=True, editable=False)
    result = models.CharField(_("结果"), max_length=8, choices=Result.choices, blank=True, editable=False)
    deed_kind = models.CharField(max_length=20, blank=True, editable=False)
    deed_key = models.CharField(max_length=60, blank=True, editable=False)
    deed_title = models.CharField(_("凭哪条记录"), max_length=200, blank=True, editable=False)
    goods = models.CharField(_("发了什么"), max_length=200, blank=True, editable=False)
    goods_value = models.DecimalField(
        _("物资折价（元）"), max_digits=12, decimal_places=2, null=True, editable=False
    )
    why = models.CharField(_("不办的原因"), max_length=300, blank=True, editable=False)
    signed_at = models.DateTimeField(_("登记时间"), null=True, editable=False)
    signed_by = person(_("登记人"))
    signed_for = person(_("代谁登记"))

    is_open = in_state(State.OPEN)
    is_done = in_state(State.DONE)
    is_ended = in_state(State.ENDED)
    tone = state_tone(FULFILMENT_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("服务落实")
        indexes = [
            models.Index(
                fields=["union", "due_on"],
                condition=models.Q(state=State.OPEN),
                name="fulfilment_open",
            ),
        ]
        constraints = [
            check("fulfilment_state_known", models.Q(state__in=State.values), _("状态不对。")),
            check(
                "fulfilment_done_says_what",
                models.Q(state=State.DONE, done_on__isnull=False, result__in=Result.values)
                & ~models.Q(what="")
                | ~models.Q(state=State.DONE) & models.Q(done_on__isnull=True, result="", what=""),
                _("办成的要写明哪天、做了什么、结果怎样。"),
            ),
            check(
                "fulfilment_ended_says_why",
                models.Q(state=State.ENDED) & ~models.Q(why="")
                | ~models.Q(state=State.ENDED) & models.Q(why=""),
                _("不办的要写明原因。"),
            ),
            check(
                "fulfilment_signed_by_somebody",
                models.Q(state=State.OPEN)
                | models.Q(signed_at__isnull=False) & (models.Q(signed_by__isnull=False) | LAPSED),
                _("须记录登记时间和登记人。"),
            ),
        ]

    def __str__(self) -> str:
        return str(_("服务落实"))

    @property
    def is_late(self) -> bool:
        return self.state == State.OPEN and self.due_on < timezone.localdate()

    @property
    def signer(self) -> str:
        """Who wrote it down last, both names where they stood in, or the clock; '' for nobody yet."""
        if self.signed_at and self.signed_by is None:
            return gettext("系统（到期未领）")
        return names_of_step(SimpleNamespace(by=self.signed_by, stood_in_for=self.signed_for))

    def sign(self, by: User | None) -> None:
        """Writes down who does this now, and for whom; not saved."""
        self.signed_at, self.signed_by, self.signed_for = timezone.now(), by, stood_in_for(by)
