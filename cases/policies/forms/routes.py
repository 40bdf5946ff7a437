"""One route of a policy as a form: for what it is, its stages in order, who gets copies."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.policies.forms.arranging import COPY, STAGE, Typed, keys_of
from cases.policies.forms.conditions import CHOSEN, WHEN, condition_fields, read_condition, typed_condition
from cases.policies.forms.stages import CopyForm, Plain, QuietForm, StageForm
from cases.policies.rules import PolicyDocument, PolicyError, PolicyInvalid
from cases.policies.rules.document.parsing import parse_plain
from cases.policies.rules.document.routes import (
    COMPLETING_DAYS,
    MOST_COMPLETING_DAYS,
    MOST_WHOLE_DAYS,
    USUAL,
    Route,
)
from cases.policies.rules.document.words import money_text
from cases.policies.rules.document.writing import as_plain
from cases.policies.rules.labels import label_of_key
from cases.policies.rules.routing import category_labels
from cases.policies.rules.stages import STAGE_KINDS
from hardship.kernel.fields import CleanTextField, StrictIntegerField, YuanField


@dataclass(frozen=True)
class Mistake:
    """One thing to correct: the field that it is of ('' for none), what that is called, the sentence."""

    at: str
    label: str
    text: str


class RouteForm(QuietForm):
    """`name` is the key of the route in the document, of one that is there or will be. Once the form is valid
    `route` is the route and `document` the whole policy with it."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    label = CleanTextField(label=_("流程名称"), max_length=60)
    paragraph = CleanTextField(label=_("原文第几条"), max_length=40, required=False)
    programmes = forms.MultipleChoiceField(
        label=_("用于哪些项目（都不勾的用于全部）"), required=False, widget=forms.CheckboxSelectMultiple
    )
    for_ = forms.MultipleChoiceField(
        label=_("用于哪些类别（都不勾的用于全部）"), required=False, widget=forms.CheckboxSelectMultiple
    )
    urgent = forms.BooleanField(
        label=_("急难先行救助：先批准发放，材料和公示后补"), required=False,
        help_text=_("只用于经办人勾选“急难”的申请；环节是一个审核、一个审批，或者只有审批"),
    )  # fmt: skip
    most = YuanField(label=_("最多多少元"), required=False)
    workdays = StrictIntegerField(
        label=_("批准后几个工作日内补办"), min_value=1, max_value=MOST_COMPLETING_DAYS,
        initial=COMPLETING_DAYS, required=False,
    )  # fmt: skip

    whole_workdays = StrictIntegerField(
        label=_("全程几个工作日内办结"), min_value=1, max_value=MOST_WHOLE_DAYS, required=False,
        help_text=_("不填的是 30 个工作日，写明原因可以延长到 45 个"),
    )  # fmt: skip
    whole_longest = StrictIntegerField(
        label=_("写明原因最多几个"), min_value=1, max_value=MOST_WHOLE_DAYS, required=False
    )

    def __init__(
        self,
        data: Typed | None = None,
        *,
        before: PolicyDocument,
        name: str,
        programmes: Sequence[tuple[str, Any]],
        revision: int,
        is_quiet: bool = False,
    ) -> None:
        told = as_plain(before.routes.get(name, USUAL))
        super().__init__(data, is_quiet=is_quiet, initial={"revision": revision, **_typed(told)})
        self.before, self.name = before, name
        is_there = data is None and name in before.routes
        self.document: PolicyDocument | None = before if is_there else None
        self.fields |= condition_fields(_("都走这条流程"))
        self._choose("programmes", programmes, told)
        self._choose("for_", list(category_labels(before).items()), told)
        self.stages = list(self._rows(STAGE, told.get("stages", ()), self._stage))
        self.copies = list(self._rows(COPY, told.get("copy_to", ()), self._copy))

    @property
    def route(self) -> Route | None:
        """The route as entered; None while something is wrong with it."""
        return self.document.routes[self.name] if self.document else None

    def about(self) -> list[forms.BoundField]:
        """What is said of the route beside its rows, without the condition and the urgent terms."""
        return [self[name] for name in ("label", "paragraph", "programmes", "for_") if name in self.fields]

    def when_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in CHOSEN]

    def has_condition(self) -> bool:
        return any(self[name].value() for name in WHEN if name != "when_is")

    def adding(self) -> list[tuple[str, Any]]:
        """The kinds of stages that can be added."""
        return list(STAGE_KINDS.items())

    def list_mistakes(self) -> list[Mistake]:
        """Every mistake of the page, in its order."""
        found = _mistakes_of(self, "")
        for n, row in enumerate(self.stages, start=1):
            found += _mistakes_of(row, _now("第 %(n)s 个环节") % {"n": n})
        for row in self.copies:
            found += _mistakes_of(row, _now("抄送"))
        return found

    def is_valid(self) -> bool:
        """Its rows are right as well, and the policy with this route is still one."""
        return super().is_valid() and self.document is not None

    def clean(self) -> dict[str, Any]:
        """The policy with this route must still be one; what is wrong stands where it was entered."""
        cleaned = super().clean() or self.cleaned_data
        plain = self._plain()
        if not self.errors and not any(row.errors for row in (*self.stages, *self.copies)):
            whole = as_plain(self.before)
            routes = {**whole.get("routes", {}), self.name: plain}
            try:
                self.document = parse_plain({**whole, "routes": routes})
            except PolicyInvalid as invalid:
                for error in invalid.errors:
                    self._tell(error)
        return cleaned

    def _plain(self) -> Plain:
        told = self.cleaned_data
        found: Plain = {"label": told.get("label", ""), "paragraph": told.get("paragraph", "")}
        found |= {"programmes": told.get("programmes", []), "for": told.get("for_", [])}
        found["when"] = read_condition(self)
        if told.get("urgent"):
            most, workdays = told.get("most") or Decimal(0), told.get("workdays")
            found["urgent"] = {"most": money_text(most), "workdays": workdays or COMPLETING_DAYS}
        whole = {"workdays": told.get("whole_workdays"), "longest": told.get("whole_longest")}
        found["whole"] = {name: days for name, days in whole.items() if days} or None
        found["copy_to"] = [row.plain() for row in self.copies if row.is_valid()]
        kept = {name: value for name, value in found.items() if value not in (None, "", [])}
        return {**kept, "stages": [row.plain() for row in self.stages if row.is_valid()]}

    def _tell(self, error: PolicyError) -> None:
        """At the field or the row that the key names, else on top with its name."""
        here = f"routes.{self.name}."
        key = error.key.removeprefix(here)
        form, field = self._place(key) if key != error.key else (self, None)
        if form is self and field is None:
            place = label_of_key(key, self.before)
            form.add_error(None, f"{place}：{error.message}" if place else error.message)
        else:
            form.add_error(field, error.message)

    def _place(self, key: str) -> "tuple[QuietForm, str | None]":
        """The form and the field of a dotted key below the route: `stages.2.when.than`, `urgent.most`."""
        head, _sep, rest = key.partition(".")
        rows: Mapping[str, Sequence[QuietForm]] = {"stages": self.stages, "copy_to": self.copies}
        form: QuietForm = self
        if head in rows and rest:
            number, _sep, name = rest.partition(".")
            form, head = rows[head][int(number) - 1], name.partition(".")[0]
        elif head == "urgent" and rest:
            head = rest
        elif head == "whole" and rest:
            head = f"whole_{rest}"
        if head == "when":
            return form, _condition_field(form)
        name = {"for": "for_"}.get(head, head)
        return form, name if name in form.fields else None

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]], told: Plain) -> None:
        """What may be ticked, and what is ticked already; no field for nothing to choose."""
        known = [code for code, _label in choices]
        own = [(code, code) for code in told.get(name.rstrip("_"), ()) if code not in known]
        if not choices and not own:
            del self.fields[name]
            return
        self.fields[name].choices = [*choices, *own]  # type: ignore[attr-defined]

    def _rows(self, kind: str, told: Sequence[Plain], make: Callable[..., Any]) -> Iterator[Any]:
        if not self.is_bound:
            yield from (make(str(n), one) for n, one in enumerate(told))
            return
        for key in keys_of(self.data, kind):
            if (row := make(key, None)) is not None:
                yield row

    def _stage(self, key: str, told: Plain | None) -> StageForm | None:
        kind = told["kind"] if told else self.data.get(f"{STAGE}-{key}-kind", "")
        if kind not in STAGE_KINDS:
            return None
        data = self.data if told is None else None
        known = list(category_labels(self.before).items())
        return StageForm(data, key=key, kind=kind, told=told, categories=known, is_quiet=self.is_quiet)

    def _copy(self, key: str, told: Plain | None) -> CopyForm:
        data = self.data if told is None else None
        return CopyForm(data, key=key, told=told, is_quiet=self.is_quiet)


def _typed(plain: Plain) -> dict[str, Any]:
    """A route of a document as the fields hold it."""
    found = {name: plain.get(name, "") for name in ("label", "paragraph")}
    found |= {"programmes": plain.get("programmes", []), "for_": plain.get("for", [])}
    urgent = plain.get("urgent")
    found |= {f"whole_{name}": days for name, days in (plain.get("whole") or {}).items()}
    return {**found, "urgent": urgent is not None, **(urgent or {}), **typed_condition(plain.get("when"))}


def _condition_field(form: QuietForm) -> str:
    return "when_text" if form.cleaned_data.get("when_text") else "when_fact"


def _mistakes_of(form: forms.Form, place: str) -> list[Mistake]:
    found = []
    for name, errors in form.errors.items():
        field = form[name] if name in form.fields else None
        label = " ".join(part for part in (place, str(field.label) if field else "") if part)
        found += [Mistake(field.auto_id if field else "", label, str(error)) for error in errors]
    return found
