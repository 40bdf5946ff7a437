"""Deciding on one application and on many."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.applications.states import EVERYTHING
from cases.approvals.services.corrections import Corrections
from cases.approvals.services.drawing import Drawn
from cases.approvals.services.many import MOST_AT_ONCE, too_many
from cases.approvals.services.outside import Outside
from cases.approvals.services.proposing import Proposed
from cases.approvals.services.refusals import NO_RULE
from cases.approvals.states import (
    CONSULT,
    EXTEND,
    HAND_ON,
    REJECT,
    SEND_BACK,
    SUSPEND,
    TRANSITIONS,
)
from funds.ledgers.models import BudgetLine
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField, YuanField
from hardship.kernel.files import ACCEPT, Accepted, UploadError, accept_upload
from hardship.kernel.keys import read_key
from hardship.kernel.workflow import unexplained

if TYPE_CHECKING:
    from cases.approvals.selectors.inbox import FreeLine

ACTIONS = tuple(dict.fromkeys((row.action, row.label) for row in TRANSITIONS))
BULK_ACTIONS = (("pass", _("审核通过")), ("approve", _("批准")))
HASH = r"\A[0-9a-f]{64}\Z"
MOST_LINES = 30
YUAN_OF = "yuan_"  # what is drawn on a line stands in a field of that name and its key
SPLIT = 0  # chosen instead of a line: what is written of each counts
# Why a part comes back stands in a field of that name and the part's, what is answered in one of the key.
PIN_OF, ANSWER_OF = "pin_", "answer_"
MOST_PINS, LONGEST_PIN = 80, 300


class ScanField(forms.FileField):
    """A picture or PDF, taken in safely; its value is an Accepted or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.FileInput(attrs={"accept": ACCEPT}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Accepted | None:
        uploaded = super().clean(data, initial)
        if not uploaded:
            return None
        try:
            return accept_upload(uploaded)
        except UploadError as error:
            raise forms.ValidationError(str(error), code=error.code) from None


# What these steps name besides the opinion: the field, and what is said where it is empty.
NAMED: Mapping[str, tuple[str, Any]] = {
    SUSPEND: ("until_on", _("请填写最迟等到哪一天。")),
    EXTEND: ("until_on", _("请填写延长到哪一天。")),
    CONSULT: ("asked", _("请选择请谁出意见。")),
    HAND_ON: ("handed_to", _("请选择转给谁。")),
    REJECT: ("rule", NO_RULE),
}


class StepForm(forms.Form):
    """One step with what the person wrote; `line` is the budget line of an approval, `to_stage` the stage of
    the route to which a return goes, the applicant without one, `until_on` the last day of a suspension."""

    action = forms.ChoiceField(choices=ACTIONS, widget=forms.HiddenInput)
    comment = CleanTextField(label=_("意见"), max_length=500, multiline=True, required=False)
    rule = CleanTextField(
        label=_("依据的规定"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"list": "grounds", "autocomplete": "off"}),
        help_text=_("不予帮扶时必填：从政策条款中选，或者自己写，印在告知书上"),
    )  # fmt: skip
    seen_hash = forms.RegexField(HASH, required=False, widget=forms.HiddenInput)
    line = StrictIntegerField(label=_("资金指标"), required=False, min_value=SPLIT)
    line_reason = CleanTextField(
        label=_("不按建议的原因"), max_length=200, required=False,
        help_text=_("选了建议以外的资金时填写，印在审批表上"),
    )  # fmt: skip
    agreed = YuanField(
        label=_("同意金额（元）"), required=False, min_value=Decimal("0.01"),
        help_text=_("不改就按原来的金额；可以少于申请金额，不能多于"),
    )  # fmt: skip
    agreed_why = CleanTextField(
        label=_("调整金额的原因"), max_length=200, required=False,
        help_text=_("改了金额时必填，下一环节看得到，印在审批表上"),
    )  # fmt: skip
    to_stage = StrictIntegerField(label=_("退回到"), required=False, min_value=0)
    until_on = DateField(label=_("最迟等到"), required=False)
    handed_to = StrictIntegerField(label=_("转给"), required=False, min_value=1)
    asked = StrictIntegerField(label=_("请谁出意见"), required=False, min_value=1)
    outside_number = CleanTextField(
        label=_("批复文号"), max_length=60, required=False, help_text=_("例如：总工发〔2026〕9号")
    )
    outside_on = DateField(label=_("批复日期"), required=False, past_only=True)
    outside_issuer = CleanTextField(label=_("批复单位"), max_length=100, required=False)
    outside_scan = ScanField(label=_("批复扫描件"), required=False, help_text=_("照片或 PDF，可以不传"))
    open_all = forms.BooleanField(
        label=_("全部开放，每一栏都可以改"), required=False, help_text=_("要改的地方多、说不清是哪一栏时勾选")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, label_suffix="", **kwargs)
        names = [name for name in data or () if name.startswith(YUAN_OF)] if self.is_split else []
        for name in names[:MOST_LINES]:
            self.fields[name] = YuanField(required=False, min_value=Decimal("0.01"))
        for name in [name for name in data or () if name.startswith((PIN_OF, ANSWER_OF))][:MOST_PINS]:
            self.fields[name] = CleanTextField(
                label=_("退回原因、答复"), max_length=LONGEST_PIN, required=False
            )

    @property
    def is_split(self) -> bool:
        """Whether somebody chose to draw on several lines: what stands in their fields is read only then."""
        return str(self.data.get("line", "")).strip() == str(SPLIT)

    def drawn(self) -> list[tuple[int, Decimal]]:
        """The key of each line of which somebody wrote how many yuan."""
        found = [(name.removeprefix(YUAN_OF), self.cleaned_data[name]) for name in self.fields]
        return [(int(key), yuan) for key, yuan in found if yuan and read_key(key)]

    def corrections(self) -> Corrections:
        """Why which parts come back, and what is answered to that."""
        parts = self._told(PIN_OF) | ({EVERYTHING: ""} if self.cleaned_data.get("open_all") else {})
        answers = {read_key(key): text for key, text in self._told(ANSWER_OF).items()}
        return Corrections([*parts.items()], [(key, text) for key, text in answers.items() if key])

    def _told(self, lead: str) -> dict[str, str]:
        """What stands in the fields of such a name that are filled in."""
        names = [name for name in self.fields if name.startswith(lead) and self.cleaned_data.get(name)]
        return {name.removeprefix(lead): self.cleaned_data[name] for name in names}

    def clean(self) -> dict[str, Any]:
        """What a step names is asked for at once with the opinion that it needs, each at its field."""
        cleaned = super().clean() or self.cleaned_data
        action = cleaned.get("action", "")
        if action in NAMED:
            self._require(*NAMED[action])
            row = next(row for row in TRANSITIONS if row.action == action)
            if row.needs_comment:
                self._require("comment", unexplained(row))
        if action == "approve" and self.is_split and not self.errors and not self.drawn():
            self.add_error("line", _("请填写各指标的金额，或者选一个指标。"))
        if action == "return" and cleaned.get("to_stage") is None and "to_stage" not in self.errors:
            self._require_parts()
        return cleaned

    def _require_parts(self) -> None:
        """Sent back to the applicant it says what is to be put right, beside the opinion."""
        row = next(row for row in TRANSITIONS if row.action == "return")
        self._require("comment", unexplained(row))
        is_refused = any(name.startswith(PIN_OF) for name in self.errors)
        if not is_refused and not self.corrections().parts:
            self.add_error("open_all", _("请在要改的栏目旁写明原因，或者勾选“全部开放”。"))

    def _require(self, name: str, words: Any) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, words)

    def clean_to_stage(self) -> int | None:
        """Whoever chose a stage to send it back to and pressed another button meant one of the two."""
        chosen: int | None = self.cleaned_data["to_stage"]
        if chosen is not None and self.cleaned_data.get("action") not in ("return", SEND_BACK):
            raise forms.ValidationError(
                _("您选了退回到前面的环节，按的却不是“退回”。要退回请按“退回”，否则把“退回到”改回“经办人”。")
            )
        return chosen

    def step(self) -> dict[str, Any]:
        """What services.take_step takes besides the application and the person."""
        cleaned = self.cleaned_data
        is_back = cleaned["action"] == "return" and cleaned["to_stage"] is not None
        return {
            "action": SEND_BACK if is_back else cleaned["action"],
            "to_stage": cleaned["to_stage"],
            "until_on": cleaned["until_on"],
            "handed_to": cleaned["asked" if cleaned["action"] == CONSULT else "handed_to"],
            "outside": Outside(
                cleaned["outside_number"],
                cleaned["outside_on"],
                cleaned["outside_issuer"],
                cleaned["outside_scan"],
            ),
            "comment": cleaned["comment"],
            "rule": cleaned["rule"],
            "seen_hash": cleaned["seen_hash"],
            "line_id": cleaned["line"],
            "proposed": Proposed(cleaned["agreed"], cleaned["agreed_why"]),
            "drawn": Drawn(self.drawn(), cleaned["line_reason"]),
            "corrections": self.corrections(),
        }


class BulkForm(forms.Form):
    """Several applications as "id:hash", one action, one budget line for each permitted use: at first that of
    the rule (`first`), which is marked; another one needs a reason.

    `most` says for each use what is free on its fullest line, in yuan; `number` is how many they are.
    """

    action = forms.ChoiceField(choices=BULK_ACTIONS, widget=forms.HiddenInput)
    comment = CleanTextField(label=_("意见"), max_length=500, multiline=True, required=False)
    line_reason = CleanTextField(
        label=_("不按建议的原因"), max_length=200, required=False,
        help_text=_("选了建议以外的资金时填写，印在每份审批表上"),
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        *,
        lines: dict[str, Iterable["FreeLine"]],
        first: Mapping[str, BudgetLine],
        number: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.number = number
        self.most: dict[str, Decimal] = {}
        self.has_choice = False  # whether there is another line than that of the rule
        for use, rows in lines.items():
            found = list(rows)
            self.has_choice |= len(found) > 1
            self.fields[f"line_{use}"] = LineField(rows=found, first=first.get(use))
            self.most[use] = max((row.available or Decimal(0) for row in found), default=Decimal(0))

    def clean(self) -> dict[str, Any]:
        if self.number > MOST_AT_ONCE:
            raise forms.ValidationError(too_many(self.number))
        return super().clean() or self.cleaned_data

    def lines(self) -> dict[str, int]:
        """The chosen line by use."""
        chosen = {name.removeprefix("line_"): value for name, value in self.cleaned_data.items()}
        return {use: int(pk) for use, pk in chosen.items() if use in self.uses and pk}

    @property
    def uses(self) -> list[str]:
        return list(self.most)


class LineField(forms.ChoiceField):
    """A budget line with what is free on it."""

    default_error_messages = {"required": _("请选择资金指标。")}

    def __init__(self, *, rows: list["FreeLine"], first: BudgetLine | None, **kwargs: Any) -> None:
        choices = [
            (str(row.pk), f"{line_label(row)}{_('（建议）') if first and row.pk == first.pk else ''}")
            for row in rows
        ]
        blank = [] if len(choices) == 1 else [("", _("请选择"))]
        begins = str(first.pk) if first else None
        super().__init__(label=_("资金指标"), choices=[*blank, *choices], initial=begins, **kwargs)


def line_label(line: Any) -> str:
    """The fund with its document number, and the yuan that are free on the line."""
    free = line.available or 0
    return str(_("%(fund)s　可用 %(free)s 元")) % {"fund": line.fund, "free": f"{free:,.2f}"}


def read_items(values: Iterable[str]) -> list[tuple[int, str]]:
    """(id, hash) of each "id:hash"; what is none is passed over."""
    items = []
    for value in values:
        pk, _colon, seen = value.partition(":")
        if read_key(pk) and len(seen) == 64:
            items.append((read_key(pk), seen))
    return items
