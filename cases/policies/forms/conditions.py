"""A condition on what an application states, as three fields; any other one as it stands in the text."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.policies.rules.document.source import BrokenSource, load_yaml
from cases.policies.rules.document.words import money_text
from cases.policies.rules.document.writing import dump_short
from cases.policies.rules.shown import COMPARATORS
from cases.policies.rules.vocabulary import CODE_LISTS, FACTS
from hardship.kernel.fields import CleanTextField, YuanField

MEASURED = tuple(code for code in CODE_LISTS["need_facts"] if FACTS[code].kind in ("money", "number"))
FLAGS = tuple(code for code in CODE_LISTS["need_facts"] if FACTS[code].kind == "flag")
CHOSEN = ("when_fact", "when_is", "when_than")
WHEN = (*CHOSEN, "when_text")


def condition_fields(always: Any) -> dict[str, forms.Field]:
    """The fields of a condition; `always` is what no condition is called."""
    facts = [("", always), *_facts()]
    return {
        "when_fact": forms.ChoiceField(label=_("什么情形"), choices=facts, required=False),
        "when_is": forms.ChoiceField(label=_("怎样比较"), choices=COMPARATORS, initial=">", required=False),
        "when_than": YuanField(label=_("界限"), required=False),
        "when_text": CleanTextField(
            label=_("别的情形（照正文的写法）"), max_length=500, required=False,
            help_text=_("例如 {all: [{fact: requested, is: '>', than: 5000}, {fact: had_surgery}]}"),
        ),
    }  # fmt: skip


def _facts() -> Iterator[tuple[str, Any]]:
    for code in MEASURED:
        yield code, FACTS[code].label
    for code in FLAGS:
        yield f"{code}:yes", _("是：%(fact)s") % {"fact": FACTS[code].label}
        yield f"{code}:no", _("不是：%(fact)s") % {"fact": FACTS[code].label}


def typed_condition(plain: Any) -> dict[str, Any]:
    """What the fields hold of a condition as it stands in a document; None is no condition."""
    if plain is None:
        return {}
    if isinstance(plain, Mapping) and (found := _simple(plain)):
        return found
    return {"when_text": dump_short(plain)}


def _simple(plain: Mapping[str, Any]) -> dict[str, Any]:
    fact = plain.get("fact")
    if fact in MEASURED and set(plain) == {"fact", "is", "than"} and plain["is"] in dict(COMPARATORS):
        return {"when_fact": fact, "when_is": plain["is"], "when_than": plain["than"]}
    if fact in FLAGS and set(plain) <= {"fact", "is"} and isinstance(plain.get("is", True), bool):
        return {"when_fact": f"{fact}:{'yes' if plain.get('is', True) else 'no'}"}
    return {}


def read_condition(form: forms.BaseForm) -> Any:
    """What stands in the document for what was entered; None for no condition, or for one that is wrong,
    which the form then says at its field."""
    fact, text = form.cleaned_data.get("when_fact"), form.cleaned_data.get("when_text")
    if fact and text:
        form.add_error("when_text", _("两处只填一处：选了情形，就不再写文字。"))
        return None
    if text:
        return _read_text(form, text)
    return _read_choice(form, fact) if fact else None


def _read_text(form: forms.BaseForm, text: str) -> Any:
    try:
        return load_yaml(text).value
    except BrokenSource as broken:
        form.add_error("when_text", str(broken))
        return None


def _read_choice(form: forms.BaseForm, fact: str) -> Any:
    code, _sep, said = fact.partition(":")
    if said:
        return {"fact": code} if said == "yes" else {"fact": code, "is": False}
    than: Decimal | None = form.cleaned_data.get("when_than")
    if than is None:
        if "when_than" not in form.errors:
            form.add_error("when_than", _("请填写界限。"))
        return None
    return {"fact": code, "is": form.cleaned_data.get("when_is") or ">", "than": money_text(than)}
