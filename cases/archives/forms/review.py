"""Starting a file, and deciding on one."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.archives.forms.base import from_model
from cases.archives.forms.returns import label_of_cell
from cases.archives.models import Member
from cases.archives.rules.cells import LINE_WORDS, split_cell
from cases.archives.services.steps import Reason
from cases.archives.states import NOT_CHOSEN, TRANSITIONS, CloseReason, Section
from hardship.kernel.fields import CleanTextField

MAX_REASONS = 60
# Steps that are taken on the content that the person had before their eyes.
BINDING = frozenset(row.action for row in TRANSITIONS if row.is_decision) | {"submit", "return"}
REASON = "reason"
CELL = "cell"  # which cell of the line a reason is about


class StartForm(forms.Form):
    """Whom a new file is for; both may be filled in later."""

    id_number = from_model(Member, "id_number", help_text=_("填满 18 位后自动查重，有档案的不用重复建"))
    name = from_model(Member, "name")

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.fields["id_number"].widget.attrs["data-id-number"] = "own"

    def head(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}


class AskForm(StartForm):
    """Whose file another union is asked for, and why; it stands on the first screen of a new file."""

    reason = CleanTextField(
        label=_("申请转入的原因"), max_length=300, help_text=_("例如：2026 年 9 月调入本单位。对方会看到"),
        error_messages={"required": _("请写明申请转入的原因。")},
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["id_number"].required = True
        del self.fields["name"]


class StepForm(forms.Form):
    """One step with what the person wrote about it; the reasons of a return stand beside their fields."""

    action = forms.SlugField(label=_("办理"), max_length=20)
    comment = CleanTextField(label=_("意见"), max_length=500, multiline=True, required=False)
    close_reason = forms.ChoiceField(
        label=_("注销原因"),
        choices=[(reason.value, reason.label) for reason in CloseReason if reason not in NOT_CHOSEN],
        widget=forms.RadioSelect,
        required=False,
    )
    skips_unseen = forms.BooleanField(label=_("没有核对的材料已用其他方式核实，照样建档"), required=False)
    seen_hash = forms.RegexField(r"\A[0-9a-f]{64}\Z", required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.typed_reasons = _typed_reasons(data) if data is not None else {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        field = CleanTextField(max_length=300, required=False)
        reasons = []
        for (section, name), text in self.typed_reasons.items():
            try:
                reason = field.clean(text)
            except forms.ValidationError as error:
                self.add_error(None, error)
            else:
                reasons += [Reason(section, name, reason)] if reason else []
        cleaned["reasons"] = reasons
        if cleaned.get("action") in BINDING and not cleaned.get("seen_hash"):
            self.add_error(None, _("页面已过期，请刷新后重新核对。"))
        cleaned["seen_hash"] = cleaned.get("seen_hash") or None
        return cleaned


class VerifyForm(forms.Form):
    """核查无变化: somebody asked the family, and says so of the file that the page showed (`seen_hash`)."""

    seen_hash = forms.RegexField(
        r"\A[0-9a-f]{64}\Z", error_messages={"required": _("页面不完整，请刷新后重新办理。")}
    )
    confirmed = forms.BooleanField(
        label=_("已向家庭核实，家庭成员、收入、支出、住房财产和困难情况都没有变化"),
        error_messages={"required": _("请先向家庭核实，再勾选；有变化的，请到“核查与变更”登记变更。")},
    )
    comment = CleanTextField(
        label=_("怎样核实的"), max_length=500, multiline=True, required=False,
        help_text=_("可不填，例如：12 月 3 日电话核实，本人答复"),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


def _typed_reasons(data: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """What was typed under `reason-<section>-<field>`, by section and field; a `cell-<section>-<field>` that
    was chosen beside it narrows a line to one cell."""
    found = {}
    for key in list(data)[:500]:
        name, _dash, rest = key.partition("-")
        section, _dash, field = rest.partition("-")
        if name == REASON and section in Section.values and len(field) <= 40 and str(data[key]).strip():
            found[section, _narrowed(section, field, str(data.get(f"{CELL}-{rest}", "")))] = str(data[key])
    return dict(list(found.items())[:MAX_REASONS])


def _narrowed(section: str, field: str, cell: str) -> str:
    """The field with the cell that was chosen, if its line has one of this name."""
    key, named = split_cell(section, field)
    known = section in LINE_WORDS and key and not named and label_of_cell(key, cell)
    return f"{key}:{cell}" if known else field
