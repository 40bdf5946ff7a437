"""政策核实事项: one line for each question of the policy in force that the form itself does not ask."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.archives.forms import granted
from cases.archives.forms.base import FieldError
from cases.archives.models import Evidence, Member, PolicyAnswer
from cases.archives.rules.answers import ABLE, EXCEPTIONS, OF_MEMBERS, OWN_FACTS, PERSON, PROVEN, SUPPORTERS
from cases.archives.selectors.answers import fact_of, say
from cases.archives.services.entry.answers import Answer
from cases.policies.forms import fact_field, fact_value
from cases.policies.rules import PolicyDocument, asked
from cases.policies.rules.document.words import plain_fact
from cases.policies.rules.vocabulary import FACTS
from hardship.kernel.fields import CleanTextField, StrictIntegerField, YuanField

SUPPORTER_LINES = 4
SUPPORTER_FIELDS = ("income", "persons", "supported", "here")


@dataclass(frozen=True)
class Question:
    """What is asked of whom, for which rules, and the last answer on record. `decides` on the category, else
    on an amount alone; `options` are the people to choose from, by uid."""

    fact: str
    label: str
    why: Sequence[str]
    member: Member | None
    last: PolicyAnswer | None
    decides: bool = True
    options: tuple[tuple[str, str], ...] = ()

    @property
    def told(self) -> str:
        """The last answer in words."""
        value = self.last.value if self.last else None
        said = dict(self.options).get(str(value), "") if self.options else say(self.fact, value)
        return said or str(_("没有登记"))

    @property
    def name(self) -> str:
        return f"{self.member.uid if self.member else 'household'}-{self.fact}"


@dataclass(frozen=True)
class Line:
    """A question with its fields."""

    question: Question
    value: forms.BoundField
    note: forms.BoundField
    evidence: forms.BoundField


def list_questions(
    document: PolicyDocument,
    people: Sequence[Member],
    last: Mapping[tuple[int | None, str], PolicyAnswer],
) -> list[Question]:
    """What the policy needs to know of the family and of its members, and the form does not say."""
    found = [
        Question(name, str(fact.label), why, None, last.get((None, name)))
        for name, why in asked.where_asked(document).items()
        if name not in OWN_FACTS and (fact := fact_of(name)) is not None
    ]
    found += [
        Question(name, str(FACTS[name].label), why, None, last.get((None, name)), decides=False)
        for name, why in asked.asked_by_programmes(document).items()
        if name not in OWN_FACTS and name != PERSON
    ]
    if asked.asks_beneficiary(document):
        options = tuple((str(member.uid), member.name) for member in people)
        label, before = str(FACTS[PERSON].label), last.get((None, PERSON))
        found.append(
            Question(PERSON, label, (_now("按受助人计算"),), None, before, decides=False, options=options)
        )
    wanted = {ABLE: asked.asks_ability(document), PROVEN: asked.asks_proof_of_income(document)}
    found += [
        Question(
            name, f"{member}：{OF_MEMBERS[name]}", (_now("视同收入"),), member, last.get((member.pk, name))
        )
        for member in people
        for name in (ABLE, PROVEN)
        if wanted[name]
    ]
    return found


class AnswersForm(forms.Form):
    """Every question with its answer, how that was found out and the document that proves it."""

    version = StrictIntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        document: PolicyDocument,
        questions: Sequence[Question],
        papers: Sequence[Evidence],
        supporters: PolicyAnswer | None,
        exceptions: PolicyAnswer | None = None,
        version: int,
    ) -> None:
        super().__init__(data, initial={"version": version}, label_suffix="")
        self.document, self.questions, self.last_supporters = document, questions, supporters
        self.exempting = asked.list_exempting(document)
        self.asks_supporters = asked.asks_supporters(document)
        choices = [("", _("—")), *((str(paper.uid), _paper_label(paper)) for paper in papers)]
        for question in questions:
            self._add(question, choices)
        if self.asks_supporters:
            self._add_supporters()
        known = (exceptions.value if exceptions else None) or []
        self.fields.update(granted.granted_fields(granted.exceptional(document), choices, known))

    def exception_lines(self) -> list[list[forms.BoundField]]:
        """The lines of exceptions granted; none where the policy has no rule to be excepted from."""
        names = [[f"x-{n}-{name}" for name in granted.FIELDS] for n in range(granted.LINES)]
        return [[self[name] for name in line] for line in names if line[0] in self.fields]

    def lines(self) -> Iterator[Line]:
        for question in self.questions:
            yield Line(question, *(self[f"{part}-{question.name}"] for part in ("v", "n", "e")))

    def supporter_lines(self) -> list[list[forms.BoundField]]:
        if not self.asks_supporters:
            return []
        return [[self[f"s-{n}-{name}"] for name in SUPPORTER_FIELDS] for n in range(SUPPORTER_LINES)]

    def answers(self) -> list[Answer]:
        found = []
        for question in self.questions:
            value, note, paper = (self.cleaned_data[f"{part}-{question.name}"] for part in ("v", "n", "e"))
            fact = fact_of(question.fact)
            plain = None if fact is None else plain_fact(fact_value(fact, value))
            member = str(question.member.uid) if question.member else ""
            found.append(Answer(question.fact, plain, member, note, paper))
        if self.asks_supporters:
            found.append(Answer(SUPPORTERS, self._supporters()))
        if self.exception_lines():
            found.append(Answer(EXCEPTIONS, granted.granted(self.cleaned_data)))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for question in self.questions:
            name = f"n-{question.name}"
            exempted = question.fact in self.exempting and cleaned.get(f"v-{question.name}") == "1"
            if exempted and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("豁免须写明理由和依据。"))
        for name, why in granted.granted_faults(cleaned, granted.granters(self.document)).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, why)
        for line in self.supporter_lines():
            told = [cleaned.get(field.name) for field in line]
            if any(value is not None for value in told) and None in told[:2]:
                self.add_error(line[0].name, _("请同时填写赡养人家庭的年收入和人口。"))
        return cleaned

    def error_list(self) -> Iterator[FieldError]:
        for message in self.non_field_errors():
            yield FieldError("", "", str(message))
        for name, messages in self.errors.items():
            if name != "__all__":
                bound = self[name]
                yield from (FieldError(bound.auto_id, str(bound.label), str(text)) for text in messages)

    def _add(self, question: Question, papers: Sequence[tuple[Any, Any]]) -> None:
        fact, last, label = fact_of(question.fact), question.last, question.label
        if fact is None:
            return
        field = fact_field(fact)
        if question.options:
            field = forms.ChoiceField(choices=[("", _("—")), *question.options], required=False)
        field.label, field.initial = label, _initial(last.value if last else None)
        self.fields[f"v-{question.name}"] = field
        self.fields[f"n-{question.name}"] = CleanTextField(
            label=_now("%(label)s：核实说明") % {"label": label},
            max_length=200, required=False, initial=last.note if last else "",
        )  # fmt: skip
        paper = str(last.evidence.uid) if last and last.evidence else ""
        self.fields[f"e-{question.name}"] = forms.ChoiceField(
            label=_now("%(label)s：证明材料") % {"label": label},
            choices=papers, required=False, initial=paper if paper in dict(papers) else "",
        )  # fmt: skip

    def _add_supporters(self) -> None:
        known = (self.last_supporters.value if self.last_supporters else None) or []
        labels = (_("赡养人家庭年收入（元）"), _("家庭人口"), _("共赡养几人"), _("其中本户"))
        for n in range(SUPPORTER_LINES):
            row = known[n] if n < len(known) else {}
            for name, label in zip(SUPPORTER_FIELDS, labels, strict=True):
                if name == "income":
                    initial = Decimal(row[name]) if row else None
                    field: forms.Field = YuanField(label=label, required=False, initial=initial)
                else:
                    field = StrictIntegerField(
                        label=label, required=False, min_value=1, max_value=30, initial=row.get(name)
                    )
                self.fields[f"s-{n}-{name}"] = field

    def _supporters(self) -> list[dict[str, Any]] | None:
        rows = []
        for n in range(SUPPORTER_LINES):
            income, *counts = (self.cleaned_data.get(f"s-{n}-{name}") for name in SUPPORTER_FIELDS)
            if income is not None:
                persons, supported, here = (count or 1 for count in counts)
                rows.append(
                    {"income": f"{income:.2f}", "persons": persons, "supported": supported, "here": here}
                )
        return rows or None


def _initial(value: Any) -> Any:
    return {True: "1", False: "0"}[value] if isinstance(value, bool) else value


def _paper_label(paper: Evidence) -> str:
    return f"{paper.get_kind_display()} {paper.original_name}"[:40]
