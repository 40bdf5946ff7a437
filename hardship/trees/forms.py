"""What is asked for a change of a union; one form for each kind."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models import Union, User
from hardship.kernel.fields import CleanTextField, DateField
from hardship.trees.selectors import list_targets, movables
from hardship.trees.services import Plan
from hardship.trees.states import MOST_CHOSEN, Kind

NUMBERS = re.compile(r"[\s,，、;；]+")


class ChangeForm(forms.Form):
    """The day and the paper by which it was decided; the rest by kind."""

    on = DateField(label=_("起始日期"), help_text=_("从这一天起；今天或以后"))
    document = CleanTextField(label=_("批复文号"), max_length=60, help_text=_("例如 通工组〔2026〕12号"))
    reason = CleanTextField(label=_("说明"), max_length=200, required=False)
    field_order = ["target", "name", "short_name", "code", "on", "document", "reason"]

    def __init__(self, *args: Any, union: Union, kind: Kind, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.union, self.kind = union, kind
        self.fields["on"].initial = timezone.localdate()
        if kind in (Kind.MOVE, Kind.MERGE):
            self.fields["target"] = _target(union, kind, by)
        if kind in (Kind.RENAME, Kind.SPLIT):
            self.fields |= _names(union, kind)
        if kind == Kind.SPLIT:
            self.fields |= _choices(union)
        self.order_fields(self.field_order)

    @property
    def plan(self) -> Plan:
        """What was asked for, of a form that is valid."""
        told = self.cleaned_data
        plain = ("on", "document", "reason", "target", "name", "short_name", "code")
        chosen = {kind: told[_field(kind)] for kind, _one in movables() if _field(kind) in told}
        return Plan(kind=self.kind, chosen=chosen, **{name: told[name] for name in plain if name in told})

    def clean(self) -> dict[str, Any]:
        """The keys of what was named by its number."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for kind, movable in movables():
            if movable.find is not None and _field(kind) in cleaned:
                cleaned[_field(kind)] = self._found(kind, movable.find(self.union, cleaned[_field(kind)]))
        return cleaned

    def _found(self, kind: str, found: Any) -> list[int]:
        missing = [number for number in self.cleaned_data[_field(kind)] if number not in found]
        if missing:
            words = {"numbers": "、".join(missing[:10]), "n": len(missing)}
            self.add_error(_field(kind), _now("这里没有这些编号（%(n)s 个）：%(numbers)s") % words)
        return list(found.values())


class NumbersField(forms.CharField):
    """Numbers, one on each line or with commas between; the cleaned value is a list, each of them once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MOST_CHOSEN * 40, widget=forms.Textarea(attrs={"rows": 5}), **kwargs)

    def clean(self, value: Any) -> list[str]:
        text: str = super().clean(value)
        return list(dict.fromkeys(one for one in NUMBERS.split(text) if one))


def _field(kind: str) -> str:
    return kind.replace(".", "_")


def _target(union: Union, kind: Kind, by: User) -> forms.Field:
    label = _("并入哪个工会") if kind == Kind.MERGE else _("新的上级工会")
    return forms.ModelChoiceField(
        label=label, queryset=list_targets(union, kind, by), empty_label=_("请选择")
    )


def _names(union: Union, kind: Kind) -> dict[str, forms.Field]:
    is_new = kind == Kind.SPLIT
    fields: dict[str, forms.Field] = {
        "name": CleanTextField(
            label=_("新工会名称") if is_new else _("新名称"), max_length=80,
            initial="" if is_new else union.name,
        ),
        "short_name": CleanTextField(
            label=_("简称"), max_length=20, initial="" if is_new else union.short_name,
            help_text=_("档案号前缀与窄屏上使用"),
        ),
    }  # fmt: skip
    if is_new:
        fields["code"] = forms.RegexField(
            r"\A[0-9A-Za-z-]{1,20}\Z", label=_("新工会编码"), help_text=_("最多 20 位数字、字母或短横"),
            error_messages={"invalid": _("工会编码最多 20 位数字、字母或短横，例如 320602001。")},
        )  # fmt: skip
    return fields


def _choices(union: Union) -> dict[str, forms.Field]:
    """A field for each kind that a split can take along: ticked, or named by number."""
    fields: dict[str, forms.Field] = {}
    for kind, movable in movables():
        if movable.find is None and movable.title is not None:
            rows = list(movable.rows(union)[:MOST_CHOSEN])
            fields[_field(kind)] = forms.TypedMultipleChoiceField(
                label=movable.label, required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
                choices=[(str(row.pk), movable.title(row)) for row in rows],
            )  # fmt: skip
        elif movable.find is not None:
            fields[_field(kind)] = NumbersField(label=movable.label, required=False, help_text=movable.help)
    return {name: field for name, field in fields.items() if getattr(field, "choices", True)}


def kind_of(name: str) -> Kind | None:
    """The kind of an address, or None."""
    return Kind(name) if name in Kind.values else None
