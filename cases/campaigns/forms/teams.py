"""What is typed in of visits: a team, the team that sees some people, how the others are spread."""

import re
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.campaigns.models import Campaign, VisitTeam
from cases.campaigns.rules.teams import TeamPlan
from cases.campaigns.states import Spread
from hardship.kernel.fields import CleanTextField, DateField, PhoneField

MOST_MEMBERS = 12
MOST_OF_A_NAME = 50
NAMES = re.compile(r"[、，,；;\s]+")


class TeamForm(forms.Form):
    """A team: who leads it, who goes along, on which day."""

    leader = CleanTextField(label=_("带队领导"), max_length=MOST_OF_A_NAME)
    post = CleanTextField(label=_("职务"), max_length=50, help_text=_("例如：县委副书记、市总工会副主席"))
    members = CleanTextField(
        label=_("随行人员"), max_length=300, required=False, help_text=_("姓名之间用顿号隔开")
    )
    visits_on = DateField(label=_("慰问日期"))
    vehicle = CleanTextField(label=_("车辆"), max_length=40, required=False)
    phone = PhoneField(label=_("联系电话"), required=False, help_text=_("随行联络员的手机"))

    def __init__(self, data: Any = None, *, of: Campaign, team: VisitTeam | None = None) -> None:
        on_record = {**vars(team.plan), "members": team.member_names} if team else {"visits_on": of.from_on}
        super().__init__(data, label_suffix="", initial=on_record)

    def clean_members(self) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(name for name in NAMES.split(self.cleaned_data["members"]) if name))
        if len(names) > MOST_MEMBERS or any(len(name) > MOST_OF_A_NAME for name in names):
            raise forms.ValidationError(_now("最多 %(n)s 个人，姓名之间用顿号隔开。") % {"n": MOST_MEMBERS})
        return names

    def plan(self) -> TeamPlan:
        """The team, once the form is valid."""
        return TeamPlan(**self.cleaned_data)


class AllotForm(forms.Form):
    """The team that sees those who are ticked; 0 takes them back."""

    team = forms.TypedChoiceField(label=_("由哪个组走访"), coerce=int)

    def __init__(self, data: Any = None, *, teams: Iterable[Any]) -> None:
        super().__init__(data, label_suffix="")
        choices = [(row.pk, f"{row} {row.leader} {row.visits_on:%m-%d}") for row in teams]
        cast(forms.ChoiceField, self.fields["team"]).choices = [*choices, (0, _now("收回，不由组走访"))]


class SpreadForm(forms.Form):
    """How those whom no team sees yet are spread; `seen` is the fingerprint of what was looked at."""

    way = forms.ChoiceField(
        label=_("怎样分"), choices=Spread.choices, widget=forms.RadioSelect, initial=Spread.ROWS
    )
    seen = forms.RegexField(
        r"\A[0-9a-f]{0,64}\Z",
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": _("页面已过期，请刷新以后再分派。")},
    )

    def __init__(self, data: Any = None, *, way: str = "") -> None:
        super().__init__(data, label_suffix="", initial={"way": way} if way else None)
