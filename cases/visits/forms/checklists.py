"""The form of a checklist of home visits."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.archives.states import Section
from cases.visits.rules import ITEM_LENGTH, MOST_ITEMS, Item
from cases.visits.selectors import Checklist
from cases.visits.states import CheckGroup
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField


class ChecklistForm(forms.Form):
    """The items of a checklist line by line. An emptied line goes; `place` says the order."""

    name = CleanTextField(label=gettext_lazy("清单名称"), max_length=40)
    starts_on = DateField(
        label=gettext_lazy("启用日期"), help_text=gettext_lazy("从这天起的入户调查用新清单，以前的不变")
    )
    spare = 4  # empty lines below the last item

    def __init__(self, data: Mapping[str, Any] | None = None, *, checklist: Checklist) -> None:
        self.items_now = checklist.items
        initial = {
            "name": checklist.name if checklist.row else _("三查一访"),
            "starts_on": timezone.localdate(),
        }
        super().__init__(data, initial=initial, label_suffix="")
        for number in range(self._count()):
            item = self.items_now[number] if number < len(self.items_now) else None
            self._add_line(number, item)

    def _count(self) -> int:
        asked = str(self.data.get("lines", "")) if self.is_bound else ""
        lines = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
        return min(max(len(self.items_now) + self.spare, lines), MOST_ITEMS + self.spare)

    def _add_line(self, number: int, item: Item | None) -> None:
        sections = [("", _("（没有）")), *((one.value, one.label) for one in Section)]
        self.fields[f"place{number}"] = StrictIntegerField(
            label=_("次序"), min_value=1, max_value=999, required=False, initial=number + 1
        )
        self.fields[f"group{number}"] = forms.ChoiceField(
            label=_("分组"), choices=CheckGroup.choices, initial=item.group if item else CheckGroup.HOME
        )
        self.fields[f"text{number}"] = CleanTextField(
            label=_("项目"), max_length=ITEM_LENGTH, required=False, initial=item.text if item else ""
        )
        self.fields[f"section{number}"] = forms.ChoiceField(
            label=_("对应档案部分"), choices=sections, required=False, initial=item.section if item else ""
        )
        self.fields[f"key{number}"] = forms.RegexField(
            r"\A[a-z0-9]{0,12}\Z",
            required=False,
            widget=forms.HiddenInput,
            initial=item.key if item else "",
            error_messages={"invalid": _("这一行的编号不对，请重新打开页面。")},
        )

    def lines(self) -> list[dict[str, Any]]:
        names = ("place", "group", "text", "section", "key")
        return [{name: self[f"{name}{n}"] for name in names} for n in range(self._count())]

    def chosen(self) -> list[Item]:
        """The items in their order: by group, then by place."""
        given, groups = self.cleaned_data, CheckGroup.values
        lines = [
            (groups.index(given[f"group{n}"]), given[f"place{n}"] or 999, n)
            for n in range(self._count())
            if given[f"text{n}"]
        ]
        items = []
        for _group, _place, n in sorted(lines):
            key = given[f"key{n}"] or uuid.uuid4().hex[:8]
            items.append(Item(key, given[f"group{n}"], given[f"text{n}"], given[f"section{n}"]))
        return items
