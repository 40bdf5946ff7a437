"""三必访: what happened to a worker and the call that their union paid; within how many days it does."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.archives.models.household import person
from cases.outreach.states import MOST_DAYS, MOST_REACHED, TONES, Kind, Occasion, State
from hardship.accounts.models import Union, User, names_of_step
from hardship.kernel.checks import check
from hardship.kernel.fields import EncryptedField
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.hidden import NameField
from hardship.kernel.scope import ScopedModel


class EventVisit(ScopedModel):
    """One event, reported by anybody of the unit; `due_on` is the last day for the call. What was given is
    aid or a visit that stands elsewhere (giving.deeds): `deed_*` say which, and nothing is entered twice."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    occasion = models.CharField(_("事由"), max_length=11, choices=Occasion.choices)
    happened_on = models.DateField(_("发生日期"))
    name = NameField(_("职工姓名"), max_length=50)
    # mypy wants Optional where null is allowed; on an instance a Secret stands for None (EncryptedField).
    phone = EncryptedField("phone", verbose_name=_("电话"), null=True, blank=True)  # type: ignore[misc]
    unit = models.CharField(_("单位、班组"), max_length=80, blank=True)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    told = models.CharField(_("情况"), max_length=500, blank=True)
    due_on = models.DateField(_("走访期限"), editable=False)
    household = models.ForeignKey(
        Household,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="event_visits",
        verbose_name=_("档案"),
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.REPORTED, editable=False
    )
    visited_on = models.DateField(_("走访日期"), null=True, editable=False)
    visitors = models.CharField(_("走访人"), max_length=120, blank=True)
    comment = models.CharField(_("走访情况、不走访的理由"), max_length=500, blank=True)
    deed_kind = models.CharField(max_length=20, blank=True, editable=False)
    deed_key = models.CharField(max_length=60, blank=True, editable=False)
    deed_title = models.CharField(_("慰问"), max_length=200, blank=True, editable=False)
    reported_at = models.DateTimeField(_("报告时间"), default=timezone.now, editable=False)
    reported_by = person(_("报告人"))
    settled_at = models.DateTimeField(_("登记走访的时间"), null=True, editable=False)
    settled_by = person(_("登记走访的人"))
    stood_in_for = person(_("代谁登记"))

    tone = state_tone(TONES)
    is_waiting = in_state(State.REPORTED)
    is_visited = in_state(State.VISITED)

    class Meta:
        verbose_name = verbose_name_plural = _("三必访")
        indexes = [
            models.Index(fields=["union", "due_on"], name="event_waiting", condition=Q(state=State.REPORTED)),
            models.Index(fields=["union", "-happened_on"], name="event_of_union"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "occasion", "happened_on", "name"],
                name="event_once",
                condition=~Q(state=State.CALLED_OFF),
            ),
            check("event_occasion_known", Q(occasion__in=Occasion.values), _("请选择事由。")),
            check("event_state_known", Q(state__in=State.values), _("状态不对。")),
            check("event_of_somebody", ~Q(name=""), _("请填写职工姓名。")),
            check(
                "event_visited_with_a_day",
                Q(state=State.VISITED, visited_on__isnull=False) & ~Q(visitors="")
                | ~Q(state=State.VISITED) & Q(visited_on__isnull=True, visitors="", deed_kind=""),
                _("登记走访要写明日期和走访人。"),
            ),
            check(
                "event_visited_after_it_happened",
                Q(visited_on__isnull=True) | Q(visited_on__gte=F("happened_on")),
                _("走访日期不能早于发生日期。"),
            ),
            check(
                "event_settled_with_words",
                Q(state=State.REPORTED, settled_at__isnull=True, comment="")
                | ~Q(state=State.REPORTED) & Q(settled_at__isnull=False) & ~Q(comment=""),
                _("请写明走访情况，或者不走访的理由。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_occasion_display()} {self.name}"

    @property
    def was_late(self) -> bool:
        return self.visited_on is not None and self.visited_on > self.due_on

    @property
    def by(self) -> User | None:
        found: User | None = self.settled_by
        return found

    @property
    def settled_names(self) -> str:
        """Who entered the call, both names where they stood in."""
        return names_of_step(self)


class EventTerm(AppendOnly):
    """走访期限: within how many days a union calls after an event, and all below it that say nothing
    themselves; the last one begun counts."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="event_terms", verbose_name=_("工会"))
    occasion = models.CharField(_("事由"), max_length=11, choices=Occasion.choices)
    from_on = models.DateField(_("起始日期"))
    days = models.PositiveSmallIntegerField(_("几天内"))
    document = models.CharField(_("依据文号"), max_length=60, blank=True)
    entered_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    entered_by = person(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("三必访走访期限")
        constraints = [
            models.UniqueConstraint(fields=["union", "occasion", "from_on"], name="event_term_once"),
            check("event_term_occasion_known", Q(occasion__in=Occasion.values), _("请选择事由。")),
            check("event_term_days", Q(days__range=(0, MOST_DAYS)), _("期限为 0 到 30 天。")),
        ]

    def __str__(self) -> str:
        return f"{self.union_id} {self.occasion} {self.from_on}"


class Activity(ScopedModel):
    """宣传服务活动: what a union held for many, and how many it reached. Nothing is kept of anybody: who was
    there, what was found at a health check, what was said in a group."""

    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("名称"), max_length=80)
    place = models.CharField(_("地点"), max_length=120)
    held_on = models.DateField(_("日期"))
    persons = models.PositiveIntegerField(_("参加人数"))
    papers = models.PositiveIntegerField(_("发放资料（份）"), default=0)
    entered_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    entered_by = person(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("宣传服务活动")
        indexes = [models.Index(fields=["union", "-held_on"], name="activity_of_union")]
        constraints = [
            models.UniqueConstraint(fields=["union", "kind", "held_on", "title"], name="activity_once"),
            check("activity_kind_known", Q(kind__in=Kind.values), _("请选择类别。")),
            check("activity_says_what", ~Q(title="") & ~Q(place=""), _("请填写名称和地点。")),
            check(
                "activity_reached_somebody",
                Q(persons__range=(1, MOST_REACHED), papers__range=(0, MOST_REACHED)),
                _("人数和份数不能超过 100 万。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title
