"""免交材料: which paper and why; what is said to it."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.applications.selectors.waivers import key_of
from cases.applications.states import WAIVER_TRANSITIONS
from cases.policies.rules.document.handling import Paper
from hardship.kernel.fields import CleanTextField, StrictIntegerField


class WaiverForm(forms.Form):
    """Asks to go on without one of the missing papers."""

    kinds = forms.ChoiceField(label=_("免交哪一种材料"))
    reason = CleanTextField(
        label=_("免交的原因"), max_length=300, multiline=True,
        help_text=_("写明为什么交不了、用什么核实过，例如：医院已撤并，费用由医保平台核对"),
    )  # fmt: skip

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, papers: Sequence[tuple[Paper, str, int]]
    ) -> None:
        super().__init__(data, label_suffix="", auto_id="id_waiver_%s")
        choices = [("", _("请选择")), *((key_of(paper), words) for paper, words, _union in papers)]
        cast(forms.ChoiceField, self.fields["kinds"]).choices = choices
        if len(papers) == 1:
            self.fields["kinds"].initial = choices[-1][0]


class WaiverStepForm(forms.Form):
    """What is said to it."""

    waiver_id = StrictIntegerField(min_value=1)
    action = forms.ChoiceField(choices=[(row.action, row.label) for row in WAIVER_TRANSITIONS])
    comment = CleanTextField(max_length=300, required=False)
