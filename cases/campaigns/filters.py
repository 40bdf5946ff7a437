"""What campaigns, their lists and those who may be put on one are narrowed by."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from cases.archives.models import Member
from cases.archives.states import Category, Cause, Relation
from cases.campaigns.models import Beneficiary, Campaign, CampaignList, Wish
from cases.campaigns.selectors.choosing import given_in
from cases.campaigns.states import Handed, Kind, ListState, State
from cases.people.models import Person
from cases.people.states import Group
from funds.ledgers.filters import recent_years
from funds.payments.states import PayableState
from hardship.accounts.filters import EVERYTHING, Narrowing, UnionNarrowing
from hardship.accounts.models import User, people_of


class CampaignFilter(UnionNarrowing):
    """How a campaign stands in chips; kind, year, union."""

    untold = ("state",)
    state = ChoiceFilter(choices=State.choices, label=_("状态"), widget=forms.HiddenInput)
    kind = ChoiceFilter(label=_("活动类型"), choices=Kind.choices, empty_label=EVERYTHING)
    year = ChoiceFilter(label=_("年度"), empty_label=EVERYTHING)

    class Meta:
        model = Campaign
        fields = ["state", "kind", "year"]

    def __init__(self, data: Any, *, queryset: QuerySet[Any], user: User, is_drawn: bool = True) -> None:
        super().__init__(data, queryset=queryset, user=user, is_drawn=is_drawn)
        self.filters["year"].extra["choices"] = recent_years()


class ListFilter(UnionNarrowing):
    """How a list stands in chips; the campaign, union."""

    untold = ("state",)
    state = ChoiceFilter(choices=ListState.choices, label=_("状态"), widget=forms.HiddenInput)
    kind = ChoiceFilter(
        field_name="campaign__kind", label=_("活动类型"), choices=Kind.choices, empty_label=EVERYTHING
    )
    year = ChoiceFilter(field_name="campaign__year", label=_("年度"), empty_label=EVERYTHING)

    class Meta:
        model = CampaignList
        fields = ["state"]

    def __init__(self, data: Any, *, queryset: QuerySet[Any], user: User, is_drawn: bool = True) -> None:
        super().__init__(data, queryset=queryset, user=user, is_drawn=is_drawn)
        self.filters["year"].extra["choices"] = recent_years()


class BeneficiaryFilter(Narrowing):
    """The group of the campaign; whether the money arrived."""

    group = ChoiceFilter(label=_("慰问对象"), empty_label=EVERYTHING)
    paid = ChoiceFilter(
        label=_("发放"), empty_label=EVERYTHING, field_name="paid_state",
        choices=[(one.value, one.label) for one in (PayableState.OPEN, PayableState.PAID)],
    )  # fmt: skip

    class Meta:
        model = Beneficiary
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, *, queryset: QuerySet[Any], of: CampaignList) -> None:
        super().__init__(data, queryset=queryset)
        groups = of.campaign.groups.order_by("position").values_list("pk", "name")
        self.filters["group"].extra["choices"] = [(str(key), name) for key, name in groups]


class FileFilter(UnionNarrowing):
    """Heads or students, category, main cause, whether anything was given within the year or ever, union."""

    scoped = "household__"
    who = ChoiceFilter(
        label=_("列哪些人"), empty_label=EVERYTHING, method="of_sort",
        choices=(("heads", _("户主")), ("students", _("在读子女"))),
    )  # fmt: skip
    category = ChoiceFilter(
        field_name="household__category",
        choices=Category.choices,
        label=_("困难类别"),
        empty_label=EVERYTHING,
    )
    main_cause = ChoiceFilter(
        field_name="household__main_cause", choices=Cause.choices, label=_("主要致困原因"),
        empty_label=EVERYTHING,
    )  # fmt: skip
    aided = ChoiceFilter(
        label=_("帮扶情况"), empty_label=EVERYTHING, method="aided_so",
        choices=(("year", _("一年内帮扶过")), ("not", _("一年内没有帮扶")), ("never", _("从未帮扶过"))),
    )  # fmt: skip

    class Meta:
        model = Member
        fields: tuple[str, ...] = ()

    def of_sort(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        if chosen == "heads":
            return rows.filter(relation=Relation.HEAD)
        return rows.exclude(stage="").exclude(relation=Relation.HEAD)

    def aided_so(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        given = given_in(within_a_year=chosen != "never")
        return rows.filter(given if chosen == "year" else ~given)


class PeopleFilter(UnionNarrowing):
    """The group that somebody belongs to, employer, union."""

    group = ChoiceFilter(
        choices=Group.choices, label=_("人员类别"), empty_label=EVERYTHING, method="of_group"
    )
    employer = CharFilter(label=_("工作单位"), max_length=40, lookup_expr="icontains")

    class Meta:
        model = Person
        fields: tuple[str, ...] = ()

    def of_group(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        return rows.filter(groups__contains=[chosen])


class SeenFilter(UnionNarrowing):
    """The group of the campaign, the team that sees somebody or none, union."""

    group = ChoiceFilter(label=_("慰问对象"), empty_label=EVERYTHING)
    team = ChoiceFilter(label=_("慰问组"), empty_label=EVERYTHING, method="seen_by")
    handed = ChoiceFilter(
        label=_("走访结果"), empty_label=EVERYTHING, method="handed_so",
        choices=(("none", _("还没有走访")), *Handed.choices),
    )  # fmt: skip

    class Meta:
        model = Beneficiary
        fields: tuple[str, ...] = ()

    def __init__(
        self, data: Any, *, queryset: QuerySet[Any], user: User, of: Campaign, teams: Iterable[Any]
    ) -> None:
        super().__init__(data, queryset=queryset, user=user)
        groups = of.groups.order_by("position").values_list("pk", "name")
        self.filters["group"].extra["choices"] = [(str(key), name) for key, name in groups]
        named = [(str(team.pk), f"{team}　{team.leader}") for team in teams]
        self.filters["team"].extra["choices"] = [("none", _now("还没有分派")), *named]

    def handed_so(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        return rows.filter(handed__isnull=True) if chosen == "none" else rows.filter(handed=chosen)

    def seen_by(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        if chosen == "none":
            return rows.filter(allotment__isnull=True)
        return rows.filter(allotment__team=chosen)


WISHES_SHOWN = (
    ("mine", _("我来办的")),
    ("open", _("办理中")),
    ("late", _("已过期")),
    ("done", _("已办结")),
)


class WishFilter(UnionNarrowing):
    """How a wish stands in chips, union."""

    untold = ("show",)
    show = ChoiceFilter(choices=WISHES_SHOWN, label=_("状态"), widget=forms.HiddenInput, method="shown_so")

    class Meta:
        model = Wish
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, *, queryset: QuerySet[Any], user: User) -> None:
        super().__init__(data, queryset=queryset, user=user)
        self.people = people_of(user)

    def shown_so(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        still = rows.filter(answered_at__isnull=True)
        return {
            "mine": still.filter(owner__in=self.people),
            "open": still,
            "late": still.filter(due_on__lt=timezone.localdate()),
        }.get(chosen, rows.filter(answered_at__isnull=False))
