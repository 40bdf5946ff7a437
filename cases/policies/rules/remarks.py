"""What a policy can be used with, but its author should know: no examples, categories that nobody reaches."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from cases.policies.rules.document.keys import PolicyError
from cases.policies.rules.document.policy import CategoryRule, PolicyDocument
from cases.policies.rules.document.reaching import Unreachable, unreachable
from cases.policies.rules.document.source import load_yaml
from cases.policies.rules.vocabulary import USES


def remark_on(document: PolicyDocument, text: str = "") -> tuple[PolicyError, ...]:
    """Key and sentence of each remark, with the line of the text where it is given."""
    found = list(_remarks(document))
    source = load_yaml(text) if found and text else None
    return tuple(PolicyError(source.line(key) if source else 0, key, said) for key, said in found)


def _remarks(document: PolicyDocument) -> Iterator[tuple[str, str]]:
    if not document.examples:
        yield "examples", _("没有算例：不能核对政策写得对不对，也不能公布执行。请至少写一个算例。")
    for number, rule in enumerate(document.categories, start=1):
        if rule.reported_as is None:
            yield f"categories.{number}", say_unmapped([rule])
    for code, programme in document.programmes.items():
        unknown = [use for use in programme.uses if use not in USES]
        if unknown:
            yield f"programmes.{code}.uses", _unknown_uses(unknown)
    for one in unreachable(document):
        yield f"categories.{one.number}", _out_of_reach(one)


def _unknown_uses(unknown: Sequence[str]) -> str:
    return _("资金账户开始时没有%(uses)s这个用途；本省没有增设的，没有钱可以支出。可用：%(known)s。") % {
        "uses": "、".join(f"“{use}”" for use in unknown),
        "known": "、".join(f"{code}（{label}）" for code, label in USES.items()),
    }


def say_unmapped(rules: Sequence[CategoryRule]) -> str:
    """What is to be written in a policy, so that its files have a national category; it is not checked
    before."""
    return _(
        "类别%(names)s没有写明按全国口径算哪一类：请在该类别下写 national: deep（深度困难）、"
        "relative（相对困难）、accident（意外致困）或 none（不计入全国）。"
    ) % {"names": "、".join(f"“{rule.label}”（{rule.category}）" for rule in rules)}


def _out_of_reach(one: Unreachable) -> str:
    said = {"label": one.rule.label, "before": "、".join(one.taken_by)}
    if not one.taken_by:
        return _("没有家庭能归入“%(label)s”：条件自相矛盾，或与基本条件、排除情形矛盾。") % said
    return (
        _("没有家庭能归入“%(label)s”：符合条件的都先归入前面的类别（%(before)s）。请把更困难的类别写在前面。")
        % said
    )
