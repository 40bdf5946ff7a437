"""A matter of the year, and what came of it."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models import Union, User
from hardship.kernel.fields import CleanTextField, DateField
from hardship.yearplans.models import YearEntry
from hardship.yearplans.selectors import list_people, list_places
from hardship.yearplans.states import FIRST_YEAR, YEARS_AHEAD


class EntryForm(forms.Form):
    """What is to be done, in which days, by whom."""

    title = CleanTextField(
        label=_("工作"), max_length=120, help_text=_("例如：金秋助学，收集录取通知书，9 月中旬发放")
    )
    begins_on = DateField(label=_("开始日期"))
    ends_on = DateField(label=_("完成期限"))
    responsible = forms.ModelChoiceField(
        label=_("责任人"), queryset=User.objects.none(), required=False, empty_label=_("以后再定"),
        help_text=_("在本工会任职的人；开始前 30 天起在他的工作台上"),
    )  # fmt: skip
    place = forms.ChoiceField(
        label=_("在哪里办"), required=False, help_text=_("办这项工作的页面，从这里可以直接打开")
    )
    note = CleanTextField(label=_("要求"), max_length=300, required=False)
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, union: Union, entry: YearEntry | None = None
    ) -> None:
        initial = {name: getattr(entry, name) for name in self.base_fields} if entry else {"uid": uuid4()}
        super().__init__(data, initial=initial, label_suffix="")
        people = cast("forms.ModelChoiceField[User]", self.fields["responsible"])
        people.queryset = list_people(union)
        people.label_from_instance = lambda one: one.name  # type: ignore[assignment]
        cast("forms.ChoiceField", self.fields["place"]).choices = [("", _("不指定")), *list_places()]


class EndForm(forms.Form):
    result = CleanTextField(
        label=_("完成情况"), max_length=300, help_text=_("做了什么、多少户多少人；不办的写明原因")
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")


class YearForm(forms.Form):
    """For which year matters are put down all at once."""

    year = forms.TypedChoiceField(
        label=_("年度"), coerce=int, error_messages={"invalid_choice": _("请选择今年或明年。")}
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")
        last = timezone.localdate().year + YEARS_AHEAD
        years = [(str(year), str(year)) for year in range(FIRST_YEAR + 1, last + 1)]
        cast("forms.TypedChoiceField", self.fields["year"]).choices = years
