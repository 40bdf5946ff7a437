"""Steps of instalments and services; goods that are handed out, to one or to many, or come back."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.giving.models import Fulfilment, Roster, RosterLine
from cases.giving.rules import beyond
from cases.giving.selectors.fulfilments import list_shown_by
from cases.giving.selectors.rosters import Offered, list_lines
from cases.giving.services import HandOut, Returned, RosterPlan, Signed, Told
from cases.giving.states import FOLLOW_UP_TRANSITIONS, FULFILMENT_TRANSITIONS, TRANSITIONS, Result
from funds.goods.models import Item, Lot, Store
from funds.goods.selectors import Ready
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField
from hardship.kernel.files import FilesField
from hardship.kernel.keys import read_keys

ACTIONS = tuple(dict.fromkeys((row.action, row.label) for row in TRANSITIONS))


class StepForm(forms.Form):
    """What is done with an instalment, and why."""

    action = forms.ChoiceField(choices=ACTIONS, widget=forms.HiddenInput)
    comment = CleanTextField(label=_("理由"), max_length=300, multiline=True, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")


class FollowUpForm(StepForm):
    """What became of a follow-up, in words."""

    action = forms.ChoiceField(
        choices=[(row.action, row.label) for row in FOLLOW_UP_TRANSITIONS], widget=forms.HiddenInput
    )


class FulfilmentForm(forms.Form):
    """One of the three things that a clerk does with a service; each takes what it needs of the fields."""

    action = forms.ChoiceField(
        choices=tuple((row.action, row.label) for row in FULFILMENT_TRANSITIONS), widget=forms.HiddenInput
    )
    doer = CleanTextField(
        label=_("由谁办"), max_length=100, required=False, help_text=_("例如：县总法律援助站 王律师")
    )
    due_on = DateField(label=_("完成期限"), required=False)
    done_on = DateField(label=_("办成日期"), required=False, past_only=True)
    what = CleanTextField(
        label=_("做了什么"), max_length=500, multiline=True, required=False,
        help_text=_("例如：代写仲裁申请书，陪同开庭两次"),
    )  # fmt: skip
    result = forms.ChoiceField(
        label=_("结果"), choices=Result.choices, required=False, widget=forms.RadioSelect
    )
    deed = forms.ChoiceField(
        label=_("凭哪条记录"), required=False, help_text=_("批准以后已经登记的走访、帮扶；没有的不选")
    )
    comment = CleanTextField(label=_("不办的原因"), max_length=300, multiline=True, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, fulfilment: Fulfilment) -> None:
        initial = {"doer": fulfilment.doer, "due_on": fulfilment.due_on}
        super().__init__(data, initial=initial, label_suffix="")
        choices = [("", _("没有，或者不选")), *list_shown_by(fulfilment)]
        cast(forms.ChoiceField, self.fields["deed"]).choices = choices

    def step(self) -> dict[str, Any]:
        """What services.take_fulfilment_step takes besides the service and the person."""
        names = ("doer", "due_on", "done_on", "what", "result", "deed")
        told = Told(**{name: self.cleaned_data[name] for name in names})
        return {"action": self.cleaned_data["action"], "told": told, "comment": self.cleaned_data["comment"]}


class HandOutForm(forms.Form):
    """What the family signed for: a number for each item of each store, all of one store."""

    on = DateField(label=_("签领日期"), past_only=True)
    collector = CleanTextField(
        label=_("代领人"), max_length=60, required=False, help_text=_("本人签领的不填；如：配偶 李芳")
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        ready: Sequence[Ready],
        approved: Mapping[tuple[int, int], int] | None = None,
    ) -> None:
        """`approved` are the units that it begins with, by store and item."""
        super().__init__(data, initial={"on": timezone.localdate()}, label_suffix="")
        self.ready = {f"units-{one.store.pk}-{one.item.pk}": one for one in ready}
        for name, one in self.ready.items():
            field = StrictIntegerField(label=str(one.item), min_value=1, required=False)
            field.initial = (approved or {}).get((one.store.pk, one.item.pk))
            field.widget.attrs |= {"aria-label": f"{one.item} {one.store.name}", "class": "control"}
            self.fields[name] = field

    def grid(self) -> list[tuple[Ready, BoundField]]:
        """What lies there, each with the field for its number."""
        return [(one, self[name]) for name, one in self.ready.items()]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        stores = {one.store.pk for name, one in self.ready.items() if cleaned.get(name)}
        if not self.errors and len(stores) != 1:
            self.add_error(None, _("请填写发了几件，一次从一个仓库发。"))
        return cleaned

    def given(self) -> HandOut:
        """What was handed out, once the form is valid."""
        filled = {name: one for name, one in self.ready.items() if self.cleaned_data[name]}
        units = {one.item.pk: self.cleaned_data[name] for name, one in filled.items()}
        store = next(one.store.pk for one in filled.values())
        return HandOut(store, units, self.cleaned_data["on"], self.cleaned_data["collector"])


class ReturnForm(forms.Form):
    """What of the goods of a family came back: a number for each lot, `lot-<key>`."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    on = DateField(label=_("退回日期"), past_only=True)
    reason = CleanTextField(
        label=_("退回原因"), max_length=60, help_text=_("如：发错了品种、本人拒收、多发了一袋")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, out: Sequence[tuple[Lot, int]]) -> None:
        super().__init__(data, initial={"key": uuid.uuid4(), "on": timezone.localdate()}, label_suffix="")
        self.out = {f"lot-{lot.pk}": (lot, units) for lot, units in out}
        for name, (lot, units) in self.out.items():
            field = StrictIntegerField(label=str(lot), min_value=1, max_value=units, required=False)
            field.widget.attrs |= {"aria-label": str(lot), "class": "control"}
            self.fields[name] = field

    def grid(self) -> list[tuple[Lot, int, BoundField]]:
        """What the family has, each with the field for what came back."""
        return [(lot, units, self[name]) for name, (lot, units) in self.out.items()]

    def told(self) -> Returned:
        """What came back, once the form is valid."""
        filled = {lot.pk: self.cleaned_data[name] for name, (lot, _units) in self.out.items()}
        units = {pk: number for pk, number in filled.items() if number}
        return Returned(units, self.cleaned_data["on"], self.cleaned_data["reason"])


class RosterForm(forms.Form):
    """Whom a roster is for and what each gets: a tick for each household, `pk`, and for each of the items a
    number, `units-<fulfilment>-<item>`, which begins with what was approved."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    on = DateField(label=_("发放日期"))
    place = CleanTextField(label=_("发放地点"), max_length=60, help_text=_("如：街道职工之家一楼"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        store: Store,
        items: Sequence[Item],
        offered: Sequence[Offered],
    ) -> None:
        super().__init__(data, initial={"uid": uuid.uuid4(), "on": timezone.localdate()}, label_suffix="")
        self.store, self.items, self.offered = store, items, offered
        keys = read_keys(self.data.getlist("pk"), most=len(offered)) if hasattr(self.data, "getlist") else []
        self.picked = set(keys)
        for row in offered:
            for item in items:
                field = StrictIntegerField(
                    label=str(item), min_value=0, required=False, initial=row.units.get(item.pk)
                )
                about = f"{row.fulfilment.application.household} {item}"
                field.widget.attrs |= {"aria-label": about, "class": "control"}
                self.fields[_cell(row, item)] = field

    def grid(self) -> list[tuple[Offered, bool, list[BoundField]]]:
        """Each household, whether it is ticked, and its fields."""
        is_new = not self.is_bound
        return [
            (row, (is_new and bool(row.units)) or row.fulfilment.pk in self.picked, self._cells(row))
            for row in self.offered
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.picked:
            self.add_error(None, _now("请至少选择一户。"))
        for row in self.offered:
            if row.fulfilment.pk in self.picked and (why := self._refusal(row)):
                self.add_error(_cell(row, self.items[0]), why)
        return cleaned

    def plan(self) -> RosterPlan:
        """What services.make_roster takes, once the form is valid."""
        told, chosen = self.cleaned_data, [row for row in self.offered if row.fulfilment.pk in self.picked]
        units = {row.fulfilment.pk: self._units(row) for row in chosen}
        return RosterPlan(self.store.pk, told["on"], told["place"], units, told["uid"])

    def _cells(self, row: Offered) -> list[BoundField]:
        return [self[_cell(row, item)] for item in self.items]

    def _units(self, row: Offered) -> dict[int, int]:
        typed = {item.pk: self.cleaned_data.get(_cell(row, item)) for item in self.items}
        return {key: number for key, number in typed.items() if number}

    def _refusal(self, row: Offered) -> str:
        if any(_cell(row, item) in self.errors for item in self.items):
            return ""
        units, items = self._units(row), {item.pk: item for item in self.items}
        if not units:
            return str(_("请填写发几件，不发的不要勾选。"))
        approved = row.fulfilment.application.goods
        return beyond(approved, [(items[key], n) for key, n in units.items()]) if approved else ""


class EnterForm(forms.Form):
    """Who signed: for each household of a roster a tick, and who collected the goods instead."""

    on = DateField(label=_("签领日期"), past_only=True)

    def __init__(self, data: Mapping[str, Any] | None = None, *, roster: Roster) -> None:
        day = min(roster.on, timezone.localdate())
        super().__init__(data, initial={"on": day}, label_suffix="")
        self.lines = list(list_lines(roster))
        for line in self.lines:
            who = str(line.fulfilment.application.household)
            for name, field in _signing_fields(line, who).items():
                self.fields[name] = field

    def grid(self) -> list[tuple[RosterLine, BoundField, BoundField, BoundField]]:
        """Each household with its three fields."""
        return [
            (line, self[f"signed-{line.pk}"], self[f"collector-{line.pk}"], self[f"relation-{line.pk}"])
            for line in self.lines
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for line in self.lines:
            collector, relation = (cleaned.get(f"{name}-{line.pk}") for name in ("collector", "relation"))
            if (collector or relation) and not cleaned.get(f"signed-{line.pk}"):
                self.add_error(f"signed-{line.pk}", _now("填了代领人，请勾选已签领。"))
            if bool(collector) != bool(relation):
                missing = "collector" if relation else "relation"
                self.add_error(f"{missing}-{line.pk}", _now("代领的两格都要填。"))
        return cleaned

    def signed(self) -> dict[int, Signed]:
        """Who signed, by the keys of lines, once the form is valid."""
        told = self.cleaned_data
        return {
            line.pk: Signed(told[f"collector-{line.pk}"], told[f"relation-{line.pk}"])
            for line in self.lines
            if told[f"signed-{line.pk}"]
        }


class CancelForm(forms.Form):
    """Why a hand-out does not take place."""

    comment = CleanTextField(label=_("作废的原因"), max_length=300)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="", auto_id="cancel-%s")


class RosterPhotoForm(forms.Form):
    """Pages of the roster that was signed."""

    photos = FilesField(label=_("签了字的花名册"), help_text=_("每页一张照片或扫描件，一次可选几张"))

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None) -> None:
        super().__init__(data, files, label_suffix="")


def _cell(row: Offered, item: Item) -> str:
    return f"units-{row.fulfilment.pk}-{item.pk}"


def _signing_fields(line: RosterLine, who: str) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        f"signed-{line.pk}": forms.BooleanField(label=_("已签领"), required=False),
        f"collector-{line.pk}": CleanTextField(label=_("代领人"), max_length=30, required=False),
        f"relation-{line.pk}": CleanTextField(label=_("关系"), max_length=20, required=False),
    }
    for field in fields.values():
        field.widget.attrs["aria-label"] = f"{who} {field.label}"
        if not isinstance(field, forms.BooleanField):
            field.widget.attrs["class"] = "control"
    return fields
