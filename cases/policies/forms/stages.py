"""One stage of a route, and one post that gets copies, as fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.policies.forms.conditions import CHOSEN, WHEN, condition_fields, read_condition, typed_condition
from cases.policies.rules.document.routes import (
    DECIDE,
    MOST_DECIDERS,
    MOST_STAGE_DAYS,
    NOTICE,
    STAGE_DAYS,
)
from cases.policies.rules.stages import (
    COPY_MOMENTS,
    COPY_ROLES,
    DECIDING_ROLES,
    STAGE_KINDS,
    STAGE_PLACES,
    STAGE_ROLES,
)
from cases.policies.rules.vocabulary import CODE_LISTS
from hardship.kernel.fields import CleanTextField, StrictIntegerField

Plain = dict[str, Any]
ONLY = ("for_", "funds")  # which cases go through a stage, beside its condition


class QuietForm(forms.Form):
    """One that says nothing of mistakes while its rows are still being put in order (`is_quiet`)."""

    def __init__(self, data: Any = None, *, is_quiet: bool = False, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.is_quiet = is_quiet

    def add_error(self, field: str | None, error: Any) -> None:
        if not self.is_quiet:
            super().add_error(field, error)


class StageForm(QuietForm):
    """What the kind of the stage leaves to say; the kind itself is chosen when a stage is added."""

    kind = forms.ChoiceField(choices=list(STAGE_KINDS.items()), widget=forms.HiddenInput)
    label = CleanTextField(label=_("环节名称"), max_length=60, required=False)
    at = forms.ChoiceField(label=_("在哪一级"), choices=list(STAGE_PLACES.items()), initial="reviewing")
    role = forms.ChoiceField(label=_("由谁办"), choices=list(STAGE_ROLES.items()), initial="reviewer")
    deciders = StrictIntegerField(
        label=_("几人同意"), min_value=1, max_value=MOST_DECIDERS, initial=1, required=False
    )
    workdays = StrictIntegerField(
        label=_("几个工作日"), min_value=1, max_value=MOST_STAGE_DAYS, initial=STAGE_DAYS, required=False
    )
    for_ = forms.MultipleChoiceField(
        label=_("哪些类别才有（都不勾的都有）"), required=False, widget=forms.CheckboxSelectMultiple
    )
    funds = forms.MultipleChoiceField(
        label=_("用哪些资金才有（都不勾的都有）"), choices=list(CODE_LISTS["fund_sources"].items()),
        required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("按提交时建议的资金定；以后不能改用要多走一个环节的资金"),
    )  # fmt: skip
    outside = forms.BooleanField(label=_("在系统外办理，登记批复"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        key: str,
        kind: str,
        told: Plain | None = None,
        categories: Sequence[tuple[str, Any]] = (),
        **more: Any,
    ) -> None:
        told = told or {}
        initial = {"kind": kind, **told, "for_": told.get("for", []), **typed_condition(told.get("when"))}
        super().__init__(data, prefix=f"stage-{key}", initial=initial, **more)
        self.key, self.stage_kind = key, kind
        self.fields |= condition_fields(_("都有这个环节"))
        self.fields["label"].widget.attrs["placeholder"] = STAGE_KINDS.get(kind, "")
        if kind == DECIDE:
            choices = [(role, STAGE_ROLES[role]) for role in DECIDING_ROLES]
            self.fields["role"] = forms.ChoiceField(label=_("由谁办"), choices=choices, initial="reviewer")
        own = [(code, code) for code in told.get("for", ()) if code not in dict(categories)]
        self.fields["for_"].choices = [*categories, *own]  # type: ignore[attr-defined]
        unused = set(self.fields) - set(_fields_of(kind)) | (
            {"for_"} if not categories and not own else set()
        )
        for name in unused:
            del self.fields[name]

    @property
    def title(self) -> Any:
        return STAGE_KINDS.get(self.stage_kind, "")

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in (*WHEN, *ONLY, "kind")]

    @property
    def when_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in (*CHOSEN, *ONLY) if name in self.fields]

    @property
    def has_condition(self) -> bool:
        asked = [name for name in (*WHEN, *ONLY) if name in self.fields and name != "when_is"]
        return any(self[name].value() for name in asked)

    def plain(self) -> Plain:
        """The stage as a document has it; what has its usual value is left out."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in WHEN}
        kept = {name: value for name, value in given.items() if value not in (None, "", False, [])}
        found = {name.rstrip("_"): value for name, value in kept.items()}
        when = read_condition(self) if self.when_fields else None
        return found if when is None else {**found, "when": when}


def _fields_of(kind: str) -> tuple[str, ...]:
    """A notice has a name; only what is decided may be decided outside."""
    if kind == NOTICE:
        return ("kind", "label")
    outside = ("outside",) if kind == DECIDE else ()
    return ("kind", "label", "at", "role", "deciders", "workdays", *outside, *WHEN, *ONLY)


class CopyForm(QuietForm):
    """One post that gets copies."""

    at = forms.ChoiceField(label=_("抄送哪个工会"), choices=list(STAGE_PLACES.items()), initial="reviewing")
    role = forms.ChoiceField(label=_("哪个岗位"), choices=list(COPY_ROLES.items()), initial="department")
    on = forms.MultipleChoiceField(
        label=_("什么时候"), choices=list(COPY_MOMENTS.items()), widget=forms.CheckboxSelectMultiple,
        initial=["approval", "refusal"], required=False,
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, key: str, told: Mapping[str, Any] | None = None, **more: Any
    ) -> None:
        super().__init__(data, prefix=f"copy-{key}", initial=dict(told or {}), **more)
        self.key = key

    def plain(self) -> Plain:
        return dict(self.cleaned_data)
