"""A new policy by form: usual lines, requirements, exclusions, aid and worked examples, without YAML."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.policies.forms.aid import HOW, HOW_MUCH, aid_fields, aid_mistakes, aid_plan
from cases.policies.rules import PolicyInvalid, guided, parse_policy, run_examples
from cases.policies.rules.document.policy import MOST_GRACE
from cases.policies.rules.document.writing import dump_policy
from cases.policies.rules.guided_aid import AidPlan
from cases.policies.rules.shown import COMPARATORS, LAGS
from cases.policies.rules.vocabulary import CAUSES, EXPENSES, INCOMES
from hardship.kernel.fields import CleanTextField, StrictIntegerField, YuanField

AID_LINES, EXAMPLE_LINES = 4, 6
TIMES = {"deep": Decimal(1), "relative": Decimal(2), "accident": Decimal(3)}
BASES = (("net", _("净收入（减刚性支出后）")), ("income", _("毛收入")))
NO_CATEGORY = "none"
RESULTS = (("", _("请选择")), *guided.LABELS.items(), (NO_CATEGORY, _("不符合")))


@dataclass(frozen=True)
class Group:
    """Fields under one heading; `hint` says what the paper usually says of it."""

    title: str
    hint: str
    fields: list[forms.BoundField]


def _number(label: Any, largest: int, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=Decimal(0), max_value=Decimal(largest), max_digits=9, decimal_places=4,
        required=False, **more,
    )  # fmt: skip


def _ticks(label: Any, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(choices), required=False, widget=forms.CheckboxSelectMultiple, **more
    )


@dataclass(frozen=True)
class AidLine:
    """One kind of aid: how much, and how it is applied for."""

    amount: list[forms.BoundField]
    handling: list[forms.BoundField]

    @property
    def is_open(self) -> bool:
        """Whether something is wrong with what is folded away."""
        return any(field.errors for field in self.handling)


class GuidedForm(forms.Form):
    """Everything that the paper of a union usually says. `text()` is the policy once the form is valid."""

    title = CleanTextField(label=_("制度名称"), max_length=80)
    document_no = CleanTextField(label=_("文号"), max_length=80, required=False)
    source = CleanTextField(
        label=_("依据文件"), max_length=120, help_text=_("例如 湖州市总工会关于困难职工建档的通知")
    )
    note = CleanTextField(label=_("说明"), max_length=300, required=False)
    window = forms.TypedChoiceField(
        label=_("收入和支出按多长时间计算"),
        choices=((12, _("12 个月")), (6, _("6 个月"))), coerce=int, initial=12,
    )  # fmt: skip
    grace_months = StrictIntegerField(
        label=_("渐退期（月）"), min_value=1, max_value=MOST_GRACE, required=False,
        help_text=_("脱困后继续帮扶几个月；没有渐退期不填"),
    )  # fmt: skip
    not_counted = _ticks(_("哪些收入不计入（不勾的都计入）"), INCOMES.items())
    deducted = _ticks(_("哪些支出可以扣减"), EXPENSES.items(), initial=list(EXPENSES))
    cap_schooling = YuanField(label=_("就学支出每人每年最多扣（元）"), required=False)
    cap_housing = YuanField(label=_("租房支出每年最多扣（元）"), required=False)
    imputes_wage = forms.BooleanField(label=_("有劳动能力、未就业的成员按最低工资计入收入"), required=False)
    requirements = _ticks(_("共同要求"), ((one.key, one.text) for one in guided.REQUIREMENTS))
    exclusions = _ticks(_("不予认定的情形"), ((one.key, one.text) for one in guided.EXCLUSIONS))

    def __init__(self, data: Mapping[str, Any] | None = None, *, region_code: str, today: date) -> None:
        super().__init__(data, label_suffix="")
        self.region_code, self.today = region_code, today
        for category in guided.LABELS:
            self._add_category(category)
        for n in range(AID_LINES):
            for name, field in aid_fields(guided.LABELS).items():
                self.fields[f"aid-{n}-{name}"] = field
        for n in range(EXAMPLE_LINES):
            self._add_example(n)

    def groups(self) -> Iterator[Group]:
        """In the order of the page; the categories, aids and examples have one group each."""
        yield Group(_now("制度"), "", self._named("title", "document_no", "source", "note", "grace_months"))
        counting = ("window", "cap_schooling", "cap_housing", "imputes_wage", "not_counted", "deducted")
        yield Group(_now("计算口径"), _now("净收入 = 计入的收入 − 可以扣减的支出"), self._named(*counting))
        for category, label in guided.LABELS.items():
            names = [name for name in self.fields if name.startswith(f"{category}-")]
            hint = _now("几项都填的要同时符合；“低于”和“不高于”一字之差，请照原文")
            yield Group(str(label), hint, self._named(*names))
        hint = _now("勾选后，每户档案会在“政策核实事项”里逐项核实")
        yield Group(_now("要求和排除"), hint, self._named("requirements", "exclusions"))

    def aid_lines(self) -> list[AidLine]:
        return [
            AidLine(*(self._named(*(f"aid-{n}-{name}" for name in names)) for names in (HOW_MUCH, HOW)))
            for n in range(AID_LINES)
        ]

    def example_lines(self) -> list[list[forms.BoundField]]:
        return self._lines("example", EXAMPLE_LINES)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self._check_categories(cleaned)
            self._check_lines(cleaned)
        if not self.errors:
            self._check_text()
        return cleaned

    def text(self) -> str:
        """The policy as canonical YAML. Raises PolicyInvalid for what the form could not see."""
        return dump_policy(parse_policy(guided.write_plan(self._plan())))

    def _add_category(self, category: str) -> None:
        fields: dict[str, forms.Field] = {
            "used": forms.BooleanField(label=_("设这一类"), required=False, initial=True),
            "quantity": forms.ChoiceField(label=_("比什么"), choices=BASES, initial="net"),
            "is": forms.ChoiceField(label=_("怎样比较"), choices=COMPARATORS[:2], initial="<"),
            "times": _number(_("当地低保标准的几倍"), 10, initial=TIMES[category]),
            "yuan": YuanField(label=_("或固定金额（元/人·月）"), required=False, help_text=_("按倍数的不填")),
            "lag": forms.ChoiceField(label=_("用哪一年的低保标准"), choices=LAGS, initial="none"),
            "gross": _number(_("且毛收入不高于低保几倍"), 10, help_text=_("没有这条不填")),
            "paragraph": CleanTextField(label=_("原文第几条"), max_length=40, required=False),
        }
        if category == "accident":
            fields["share"] = _number(_("且意外支出超过家庭年收入的（%）"), 1000, help_text=_("没有这条不填"))
            fields["causes"] = _ticks(_("限哪些主要致困原因"), CAUSES.items(), initial=list(guided.EVENTS))
        for name, field in fields.items():
            self.fields[f"{category}-{name}"] = field

    def _add_example(self, n: int) -> None:
        fields: dict[str, forms.Field] = {
            "name": CleanTextField(label=_("算例"), max_length=80, required=False),
            "persons": StrictIntegerField(label=_("人口"), required=False, min_value=1, max_value=30),
            "income": YuanField(label=_("全年收入（元）"), required=False),
            "expense": YuanField(label=_("全年扣减支出（元）"), required=False),
            "event": YuanField(label=_("意外支出（元）"), required=False),
            "standard": YuanField(label=_("低保标准（元/月）"), required=False),
            "cause": forms.ChoiceField(label=_("主要致困原因"), choices=list(CAUSES.items())),
            "category": forms.ChoiceField(label=_("应当认定为"), choices=RESULTS, required=False),
        }
        fields["cause"].initial = "illness"
        for name, field in fields.items():
            self.fields[f"example-{n}-{name}"] = field

    def _named(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]

    def _lines(self, kind: str, count: int) -> list[list[forms.BoundField]]:
        return [
            self._named(*(name for name in self.fields if name.startswith(f"{kind}-{n}-")))
            for n in range(count)
        ]

    def _check_categories(self, cleaned: dict[str, Any]) -> None:
        used = [category for category in guided.LABELS if cleaned[f"{category}-used"]]
        if not used:
            self.add_error("deep-used", _("至少设一个困难类别。"))
        for category in used:
            times, yuan, share = (cleaned.get(f"{category}-{name}") for name in ("times", "yuan", "share"))
            if times is None and yuan is None and share is None:
                self.add_error(f"{category}-times", _("请填写几倍，或固定金额。"))
            if times is not None and yuan is not None:
                self.add_error(f"{category}-yuan", _("倍数和固定金额只填一个。"))

    def _check_lines(self, cleaned: dict[str, Any]) -> None:
        for n, line in self._told_aid(cleaned):
            for name, sentence in aid_mistakes(line):
                self.add_error(f"aid-{n}-{name}", sentence)
        told = self._told_examples(cleaned)
        if not told:
            self.add_error("example-0-name", _("请至少写一个算例，最好把每条线的两边各写一个。"))
        for n in told:
            for name in ("persons", "income", "standard", "category"):
                if cleaned[f"example-{n}-{name}"] in (None, ""):
                    self.add_error(f"example-{n}-{name}", _("请填写此项。"))

    @staticmethod
    def _told_aid(cleaned: Mapping[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
        for n in range(AID_LINES):
            told = {name: cleaned[f"aid-{n}-{name}"] for name in (*HOW_MUCH, *HOW)}
            if told["label"]:
                yield n, told

    @staticmethod
    def _told_examples(cleaned: Mapping[str, Any]) -> list[int]:
        return [n for n in range(EXAMPLE_LINES) if cleaned[f"example-{n}-name"]]

    def _check_text(self) -> None:
        """What comes out of each example stands beside it where it is not what should."""
        try:
            document = parse_policy(guided.write_plan(self._plan()))
        except PolicyInvalid as invalid:
            for error in invalid.errors:
                self.add_error(None, f"{error.key}：{error.message}")
            return
        told = self._told_examples(self.cleaned_data)
        for n, result in zip(told, run_examples(document), strict=True):
            if not result.ok:
                label = result.got.label or (_now("暂不能认定") if result.got.undecided else _now("不符合"))
                said = _now("按上面的规则算得“%(label)s”：%(why)s 请改规则或算例。")
                self.add_error(f"example-{n}-category", said % {"label": label, "why": result.got.sentence})

    def _plan(self) -> guided.Plan:
        data = self.cleaned_data
        caps = {kind: data[f"cap_{kind}"] for kind in ("schooling", "housing")}
        return guided.Plan(
            code=f"p{self.region_code}_{self.today:%Y%m%d}",
            title=data["title"], source=data["source"], region_code=self.region_code, on=self.today,
            document_no=data["document_no"], note=data["note"], window=data["window"],
            grace_months=data["grace_months"],
            not_counted=data["not_counted"], deducted=data["deducted"],
            caps={kind: cap for kind, cap in caps.items() if cap is not None},
            imputes_wage=data["imputes_wage"], requirements=data["requirements"],
            exclusions=data["exclusions"], categories=list(self._categories()),
            aid=list(self._aid()), examples=list(self._examples()),
        )  # fmt: skip

    def _categories(self) -> Iterator[guided.CategoryPlan]:
        for category in guided.LABELS:
            told: dict[str, Any] = {name: self.cleaned_data.get(f"{category}-{name}") for name in (
                "used", "quantity", "is", "times", "yuan", "lag", "gross", "share", "causes", "paragraph",
            )}  # fmt: skip
            if told["used"]:
                share = told["share"]
                yield guided.CategoryPlan(
                    category, told["is"], told["quantity"], told["times"], told["yuan"], told["lag"],
                    told["gross"], None if share is None else share / 100, told["causes"] or (),
                    told["paragraph"],
                )  # fmt: skip

    def _aid(self) -> Iterator[AidPlan]:
        used = [category for category in guided.LABELS if self.cleaned_data[f"{category}-used"]]
        for _n, told in self._told_aid(self.cleaned_data):
            yield aid_plan(told, used)

    def _examples(self) -> Iterator[guided.ExamplePlan]:
        for n in range(EXAMPLE_LINES):
            told = {name: self.cleaned_data[f"example-{n}-{name}"] for name in (
                "name", "persons", "income", "expense", "event", "standard", "cause", "category",
            )}  # fmt: skip
            if told["name"]:
                category = "" if told["category"] == NO_CATEGORY else told["category"]
                yield guided.ExamplePlan(
                    told["name"], told["persons"], told["income"], told["expense"] or Decimal(0),
                    told["cause"], told["standard"], category, told["event"],
                )  # fmt: skip
