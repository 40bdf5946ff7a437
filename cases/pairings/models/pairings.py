"""A household and who helps it: what was agreed, its steps, what was done, and each year's result."""

import uuid
from functools import reduce
from operator import or_
from types import SimpleNamespace
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.archives.models.household import person
from cases.pairings.models.helpers import Helper
from cases.pairings.states import (
    EFFECT_TONES,
    HELD_STATES,
    LIVE_STATES,
    TONES,
    TRANSITIONS,
    VISIT_WAYS,
    Effect,
    Help,
    State,
    Way,
)
from cases.visits.models import HomeVisit
from hardship.accounts.models import names_of_step
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly


class PairingQuerySet(models.QuerySet["Pairing"]):
    def visible_to(self, user: Any) -> Self:
        """Those of households in the user's scope: a pairing goes where its file goes."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(**{f"household__{user.union.scope_column}_id": user.union_id})

    def in_hands_of(self, user: Any, part: str) -> Self:
        """Of these those of whose households the user's union plays this part."""
        return self.filter(household__in=Household.objects.in_hands_of(user, part))


class Pairing(models.Model):
    """One household and one helper. It moves by its steps alone, which the database keeps, as it keeps whom
    it is about and what was agreed; `next_visit_on` is the day until which the next visit is due."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="pairings", editable=False, verbose_name=_("档案")
    )
    helper = models.ForeignKey(
        Helper, models.PROTECT, related_name="pairings", editable=False, verbose_name=_("帮扶人")
    )
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="next", verbose_name=_("接手的结对")
    )
    helps = ArrayField(
        models.CharField(max_length=10, choices=Help.choices), default=list, verbose_name=_("帮扶内容")
    )
    agreed = models.CharField(_("怎样帮"), max_length=300)
    is_leaders = models.BooleanField(_("领导联系户"), default=False)
    from_on = models.DateField(_("结对起"))
    until_on = models.DateField(_("结对止"), null=True, blank=True)
    state = models.CharField(
        _("状态"), max_length=11, choices=State.choices, default=State.PROPOSED, editable=False
    )
    begun_on = models.DateField(_("开始日期"), null=True, editable=False)
    ended_on = models.DateField(_("结束日期"), null=True, editable=False)
    next_visit_on = models.DateField(_("下次走访期限"), null=True, editable=False)
    created_at = models.DateTimeField(_("提出时间"), default=timezone.now, editable=False)
    created_by = person(_("提出人"))
    stood_in_for = person(_("代谁提出"))

    objects = PairingQuerySet.as_manager()

    is_proposed = in_state(State.PROPOSED)
    is_agreed = in_state(State.AGREED)
    is_running = in_state(State.RUNNING)
    is_live = in_state(*LIVE_STATES)
    is_held = in_state(*HELD_STATES)
    tone = state_tone(TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("结对帮扶")
        indexes = [models.Index(fields=["state", "next_visit_on"], name="pairing_worklist")]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "helper"], condition=models.Q(state__in=LIVE_STATES),
                name="pairing_live_once",
                violation_error_message=_("这户和这位帮扶人已经结对。"),
            ),
            check("pairing_state_known", models.Q(state__in=State.values), _("结对状态不对。")),
            check(
                "pairing_agreed_on_help",
                ~models.Q(agreed="") & models.Q(helps__len__gte=1, helps__contained_by=Help.values),
                _("请选择帮扶内容，写明怎样帮。"),
            ),
            check(
                "pairing_ends_after_it_begins",
                models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                _("结对止不能早于结对起。"),
            ),
            check(
                "pairing_runs_since_a_day",
                ~models.Q(state=State.RUNNING)
                | models.Q(begun_on__isnull=False, next_visit_on__isnull=False),
                _("结对中的要有开始日期和下次走访期限。"),
            ),
            check(
                "pairing_over_on_a_day",
                models.Q(state__in=LIVE_STATES, ended_on__isnull=True)
                | ~models.Q(state__in=LIVE_STATES) & models.Q(ended_on__isnull=False),
                _("结束的结对要有日期。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.household_id} {self.helper_id}"

    @property
    def help_names(self) -> str:
        return "、".join(str(Help(one).label) for one in self.helps)

    @property
    def proposed_by(self) -> str:
        """Who proposed it, with whom they stood in for."""
        return names_of_step(SimpleNamespace(by=self.created_by, stood_in_for=self.stood_in_for))

    @property
    def is_late(self) -> bool:
        """Whether its next visit is overdue."""
        return (
            self.is_running and self.next_visit_on is not None and self.next_visit_on < timezone.localdate()
        )


def _moves() -> models.Q:
    moves = {(row.action, str(source), str(row.target)) for row in TRANSITIONS for source in row.source}
    return reduce(or_, (models.Q(action=one, source=at, target=to) for one, at, to in sorted(moves)))


class PairingStep(AppendOnly):
    """One step of one pairing: from which state to which, by whom, why."""

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="steps", verbose_name=_("结对帮扶"))
    action = models.CharField(_("操作"), max_length=10)
    source = models.CharField(_("原状态"), max_length=11, choices=State.choices)
    target = models.CharField(_("新状态"), max_length=11, choices=State.choices)
    comment = models.CharField(_("意见"), max_length=500, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))
    stood_in_for = person(_("代谁办理"))

    class Meta:
        verbose_name = verbose_name_plural = _("结对记录")
        constraints = [check("pairing_step_of_the_table", _moves(), _("这样的结对步骤不存在。"))]

    def __str__(self) -> str:
        return f"{self.pairing_id} {self.action}"

    @property
    def who(self) -> str:
        return names_of_step(self)

    @property
    def label(self) -> str:
        rows = (row for row in TRANSITIONS if row.action == self.action and row.target == self.target)
        found = next(rows, None)
        return str(found.label) if found else self.action


class PairingNote(AppendOnly):
    """What was done on a day. `visit` is the home visit that left it, if one did; what came through the union
    is named by its kind among giving.DEEDS and its key there, `given` keeps how it read. What the helper gave
    of their own stands beside it and is in no books."""

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="notes", verbose_name=_("结对帮扶"))
    on = models.DateField(_("日期"))
    way = models.CharField(_("方式"), max_length=7, choices=Way.choices)
    text = models.CharField(_("做了什么"), max_length=300)
    visit = models.ForeignKey(
        HomeVisit, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("入户调查")
    )
    deed_kind = models.CharField(max_length=30, blank=True, editable=False)
    deed_key = models.CharField(max_length=40, blank=True, editable=False)
    given = models.CharField(_("经工会发放"), max_length=200, blank=True, editable=False)
    own_yuan = models.DecimalField(
        _("帮扶人自己出的钱（元）"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    own_goods = models.CharField(_("帮扶人自己送的物品"), max_length=100, blank=True)
    at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    by = person(_("登记人"))
    stood_in_for = person(_("代谁登记"))

    class Meta:
        verbose_name = verbose_name_plural = _("结对帮扶记事")
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "visit"], condition=models.Q(visit__isnull=False),
                name="pairing_note_of_visit",
            ),
            check("pairing_note_way_known", models.Q(way__in=Way.values), _("请选择方式。")),
            check("pairing_note_says_what", ~models.Q(text=""), _("请写明做了什么。")),
            check(
                "pairing_note_own_positive",
                models.Q(own_yuan__isnull=True) | models.Q(own_yuan__gt=0),
                _("金额要大于零。"),
            ),
            check(
                "pairing_note_of_one_deed",
                models.Q(deed_kind="", deed_key="", given="")
                | ~models.Q(deed_kind="") & ~models.Q(deed_key="") & ~models.Q(given=""),
                _("经工会发放的要写明是哪一笔。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.on} {self.text}"

    @property
    def who(self) -> str:
        return names_of_step(self)

    @property
    def counts(self) -> bool:
        """Whether it is a visit that stands: somebody went there, and no later record corrects it."""
        return self.way in VISIT_WAYS and not (self.visit is not None and self.visit.is_corrected)


class PairingYear(models.Model):
    """年度目标 of a pairing and what came of it; `income` is what the household earned by itself, yuan."""

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="years", verbose_name=_("结对帮扶"))
    year = models.PositiveSmallIntegerField(_("年度"))
    target = models.CharField(_("年度目标"), max_length=300)
    target_income = models.DecimalField(
        _("目标自挣收入（元）"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    effect = models.CharField(_("成效"), max_length=8, choices=Effect.choices, blank=True)
    income = models.DecimalField(_("自挣收入（元）"), max_digits=12, decimal_places=2, null=True, blank=True)
    result = models.CharField(_("年度结果"), max_length=300, blank=True)
    set_at = models.DateTimeField(_("定目标时间"), default=timezone.now, editable=False)
    set_by = person(_("定目标人"))
    set_for = person(_("代谁定目标"))
    judged_at = models.DateTimeField(_("评定时间"), null=True, editable=False)
    judged_by = person(_("评定人"))
    judged_for = person(_("代谁评定"))

    tone = state_tone(EFFECT_TONES, field="effect")

    class Meta:
        verbose_name = verbose_name_plural = _("结对年度")
        constraints = [
            models.UniqueConstraint(fields=["pairing", "year"], name="pairing_year_once"),
            check("pairing_year_sensible", models.Q(year__range=(2000, 2100)), _("年度不对，请核对。")),
            check("pairing_year_has_a_target", ~models.Q(target=""), _("请填写年度目标。")),
            check(
                "pairing_year_judged_whole",
                models.Q(effect="", result="", income__isnull=True, judged_at__isnull=True)
                | models.Q(effect__in=Effect.values, judged_at__isnull=False) & ~models.Q(result=""),
                _("评定要写明成效和结果。"),
            ),
            check(
                "pairing_year_income_not_negative",
                (models.Q(income__isnull=True) | models.Q(income__gte=0))
                & (models.Q(target_income__isnull=True) | models.Q(target_income__gte=0)),
                _("收入不能小于零。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing_id} {self.year}"
