"""What is typed about a call: a try, the answers, what an auditor found; the rule of the draw."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.callbacks.services import Answer
from cases.callbacks.states import MOST_SCORE, Collector, Effect, Miss, Mode, Outcome
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField, YuanField

SCORES = (
    (5, _("5 很满意")),
    (4, _("4 满意")),
    (3, _("3 一般")),
    (2, _("2 不满意")),
    (1, _("1 很不满意")),
)
MOST_YUAN = Decimal("9999999999.99")


class TryForm(forms.Form):
    on = DateField(label=_("哪天"), past_only=True)
    mode = forms.ChoiceField(label=_("方式"), choices=Mode.choices)
    miss = forms.ChoiceField(label=_("为什么没有联系上"), choices=Miss.choices)


class EndForm(forms.Form):
    reason = CleanTextField(
        label=_("为什么不再回访"), max_length=200, help_text=_("例如：全家迁走，邻居和单位都没有新电话")
    )


class AnswerForm(forms.Form):
    """The sum is asked before anybody says what the books have."""

    on = DateField(label=_("回访日期"), past_only=True)
    mode = forms.ChoiceField(label=_("方式"), choices=Mode.choices, widget=forms.RadioSelect)
    said_amount = YuanField(
        label=_("收到多少（元）"), min_value=Decimal(0), max_value=MOST_YUAN,
        help_text=_("请本人说，不要先告诉金额；没有收到填 0"),
    )  # fmt: skip
    received_on = DateField(label=_("哪天收到"), required=False, past_only=True)
    collector = forms.ChoiceField(label=_("谁领的"), choices=Collector.choices, widget=forms.RadioSelect)
    spent_on = CleanTextField(
        label=_("用在哪里"), max_length=200, required=False, help_text=_("例如：交住院费、买药")
    )
    effect = forms.ChoiceField(label=_("效果"), choices=Effect.choices, widget=forms.RadioSelect)
    score = forms.TypedChoiceField(
        label=_("满意度"), choices=SCORES, coerce=int, widget=forms.RadioSelect,
        help_text=_("%(n)d 分最满意") % {"n": MOST_SCORE},
    )  # fmt: skip
    opinion = CleanTextField(label=_("意见、建议"), max_length=300, multiline=True, required=False)
    measure = CleanTextField(
        label=_("下一步措施"), max_length=200, required=False, help_text=_("要做的写进帮扶计划")
    )

    def answer(self) -> Answer:
        given: dict[str, Any] = dict(self.cleaned_data)
        return Answer(**given)


class SettleForm(forms.Form):
    outcome = forms.ChoiceField(label=_("查明的结果"), choices=Outcome.choices, widget=forms.RadioSelect)
    finding = CleanTextField(
        label=_("查明的情况"), max_length=500, multiline=True,
        help_text=_("看了哪些凭证、问了谁；要追回的写明已转给谁办"),
    )  # fmt: skip


class RuleForm(forms.Form):
    valid_from = DateField(label=_("从哪天起到账的"), help_text=_("最早从明天起"))
    days = StrictIntegerField(label=_("到账后多少天回访"), min_value=1, max_value=365)
    share = YuanField(
        label=_("抽取比例（%）"), min_value=Decimal(0), max_value=Decimal(100),
        error_messages={
            "required": _("请填写比例，全部回访填 100。"),
            "max_value": _("比例在 0 到 100 之间。"),
        },
    )  # fmt: skip
    all_above = YuanField(
        label=_("超过多少元的全部回访"), min_value=Decimal(0), max_value=MOST_YUAN, required=False,
        help_text=_("不填的只按比例抽"),
    )  # fmt: skip
