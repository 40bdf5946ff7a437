"""An objection as it came in, and its answer."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardship.kernel.fields import CleanTextField, DateField


class ObjectionForm(forms.Form):
    """An objection as it came in."""

    entry = forms.ChoiceField(label=_("对哪一条公示"))
    text = CleanTextField(label=_("异议内容"), max_length=500, multiline=True)
    objector = CleanTextField(
        label=_("异议人"), max_length=60, required=False, help_text=_("匿名的留空；不会出现在公示和申请中")
    )
    received_on = DateField(label=_("收到日期"), past_only=True)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, entries: Iterable[tuple[int, str]] = (), **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"received_on": timezone.localdate()})
        super().__init__(data, label_suffix="", **kwargs)
        cast(forms.ChoiceField, self.fields["entry"]).choices = [
            ("", _("请选择")),
            *((str(pk), name) for pk, name in entries),
        ]

    def told(self) -> dict[str, Any]:
        """What services.record_objection takes besides the person."""
        said = dict(self.cleaned_data)
        return {"entry_id": int(said.pop("entry")), **said}


class AnswerForm(forms.Form):
    """What the investigation found."""

    answer = CleanTextField(label=_("调查结论与答复"), max_length=500, multiline=True)
    is_upheld = forms.TypedChoiceField(
        label=_("结论"),
        choices=(("0", _("异议不成立，继续办理")), ("1", _("异议成立，退回申请"))),
        coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
