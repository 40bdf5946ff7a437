"""The reasons that somebody writes beside the open remarks of a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.archives.models.remarks import REASON_LENGTH
from cases.archives.selectors.remarks import FileRemark
from hardship.kernel.fields import CleanTextField

PREFIX = "said-"
# What is mostly the case, to choose from while typing; any other words are welcome.
USUAL = (
    _("已对照原件核实，填写无误"),
    _("票据原件已核对，存纸质档案"),
    _("已电话联系本人核实"),
    _("亲属共用，已向本人核实"),
)


class RemarksForm(forms.Form):
    """One field for each remark that may be explained, called by its fingerprint; blank ones stay open.

    A reason for facts that have changed since the page was read is kept as it was sent, so that the service
    says so instead of losing it.
    """

    usual = USUAL

    def __init__(self, data: Mapping[str, Any] | None = None, *, remarks: Sequence[FileRemark]) -> None:
        super().__init__(data, label_suffix="")
        known = [row.remark.fingerprint for row in remarks if not row.is_gate]
        sent = [name.removeprefix(PREFIX) for name in list(data or ())[:200] if name.startswith(PREFIX)]
        for fingerprint in dict.fromkeys((*known, *sent)):
            if len(fingerprint) == 64:
                self.fields[PREFIX + fingerprint] = _reason()

    def reasons(self) -> dict[str, str]:
        """What was written, by fingerprint."""
        return {name.removeprefix(PREFIX): text for name, text in self.cleaned_data.items() if text}

    def field_of(self, row: FileRemark) -> Any:
        """The field beside a remark, None where none stands."""
        name = PREFIX + row.remark.fingerprint
        return self[name] if name in self.fields else None


def _reason() -> CleanTextField:
    field = CleanTextField(label=_("核实说明"), max_length=REASON_LENGTH, required=False)
    field.widget.attrs |= {
        "list": "remark-reasons",
        "autocomplete": "off",
        "placeholder": _("核实无误的，写明怎样核实的"),
    }
    return field
