"""What is typed in of a visit in a campaign and of a wish heard there; made for a telephone."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.campaigns.forms.teams import NAMES
from cases.campaigns.models import Beneficiary, VisitTeam
from cases.campaigns.rules.visits import Heard, Told
from cases.campaigns.states import WISH_DAYS, Handed, Met, VisitKind
from hardship.accounts.models import User
from hardship.kernel.fields import CleanTextField, DateField
from hardship.kernel.files import FilesField

MOST_WISHES = 5
MOST_OF_A_WISH = 300
FIELDS = ("visited_on", "kind", "visitors", "met", "handed", "proxy", "relation", "words", "may_publish")


class VisitForm(forms.Form):
    """One visit: where, who went, who was met, whether it was handed over, what was heard."""

    visited_on = DateField(label=_("走访日期"), past_only=True)
    kind = forms.ChoiceField(label=_("形式"), choices=VisitKind.choices, widget=forms.RadioSelect)
    visitors = CleanTextField(label=_("走访人"), max_length=300, help_text=_("姓名之间用顿号隔开"))
    met = forms.ChoiceField(label=_("见到谁"), choices=Met.choices, widget=forms.RadioSelect)
    proxy = CleanTextField(
        label=_("代收人"), max_length=50, required=False, help_text=_("由他人代收的填姓名")
    )
    relation = CleanTextField(
        label=_("代收人与本人的关系"), max_length=20, required=False, help_text=_("例如：邻居、同事")
    )
    handed = forms.ChoiceField(
        label=_("慰问品、慰问金"), choices=Handed.choices, widget=forms.RadioSelect,
        help_text=_("物资要先从仓库发放，慰问金以到卡为准；这里只登记交到了没有。"),
    )  # fmt: skip
    words = CleanTextField(label=_("听到的话"), max_length=500, required=False, multiline=True)
    photos = FilesField(label=_("照片"), required=False, help_text=_("最多 9 张"))
    may_publish = forms.BooleanField(label=_("本人同意公开照片"), required=False)
    wishes = CleanTextField(
        label=_("听到的愿望"), max_length=1500, required=False, multiline=True,
        help_text=_("一行一个，最多 5 个；每个成为一项任务，由下面的人按期办理。"),
    )  # fmt: skip
    owner = forms.TypedChoiceField(label=_("愿望由谁办"), coerce=int, empty_value=None, required=False)
    due_on = DateField(label=_("办理期限"), required=False)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        of: Beneficiary,
        team: VisitTeam | None,
        has_left: bool,
        owners: Iterable[User],
        by: User,
    ) -> None:
        today = timezone.localdate()
        went = "、".join([team.leader, *team.members]) if team else by.name
        first = {
            "visited_on": today,
            "kind": VisitKind.POST if of.group.by_heads else VisitKind.HOME,
            "visitors": went,
            "met": Met.SELF,
            "handed": Handed.ISSUED if has_left else None,
            "owner": by.pk,
            "due_on": today + timedelta(days=WISH_DAYS),
        }
        super().__init__(data, files, label_suffix="", initial=first)
        cast(forms.ChoiceField, self.fields["owner"]).choices = owner_choices(owners)

    def clean_visitors(self) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(name for name in NAMES.split(self.cleaned_data["visitors"]) if name))
        if any(len(name) > 50 for name in names):
            raise forms.ValidationError(_now("姓名之间用顿号隔开。"))
        return names

    def clean_wishes(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["wishes"].splitlines() if line.strip()]
        if len(lines) > MOST_WISHES or any(len(line) > MOST_OF_A_WISH for line in lines):
            raise forms.ValidationError(_now("一行一个，最多 5 个，每个不超过 300 字。"))
        return lines

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("wishes"):
            for name, why in (("owner", _now("请选择愿望由谁办。")), ("due_on", _now("请填写办理期限。"))):
                if name not in self.errors and not told.get(name):
                    self.add_error(name, why)
        return told

    def told(self) -> Told:
        """The visit, once the form is valid."""
        given = self.cleaned_data
        wishes = tuple(Heard(text, given["owner"], given["due_on"]) for text in given["wishes"])
        return Told(wishes=wishes, **{name: given[name] for name in FIELDS})


class AnswerForm(forms.Form):
    """What became of a wish."""

    answer = CleanTextField(label=_("办理结果"), max_length=500, multiline=True)


class PassForm(forms.Form):
    """Whose task a wish is from now on."""

    owner = forms.TypedChoiceField(label=_("转给谁办"), coerce=int)

    def __init__(self, data: Any = None, *, owners: Iterable[User]) -> None:
        super().__init__(data, label_suffix="")
        cast(forms.ChoiceField, self.fields["owner"]).choices = owner_choices(owners)


def owner_choices(owners: Iterable[User]) -> list[tuple[int, str]]:
    """People with their unions, to choose whose task it is."""
    return [(one.pk, f"{one.name}（{one.union.short_name or one.union.name}）") for one in owners]
