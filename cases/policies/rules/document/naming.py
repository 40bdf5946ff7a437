"""Names that a document must have: what is said where one does not exist."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.quantities import QuantityTerm

# A dotted key and a sentence.
Finding = tuple[str, str]


def unknown(kind: str, name: str, known: Sequence[str]) -> str:
    said = {"kind": kind, "name": name, "known": "、".join(known) or _("（无）")}
    return _("没有名为“%(name)s”的%(kind)s，可用：%(known)s。") % said


def unknown_names(document: PolicyDocument, key: str, kind: str, names: Sequence[str]) -> Iterator[Finding]:
    known = {
        _("数量"): tuple(document.quantities),
        _("条件"): tuple(document.gates),
        _("类别"): tuple(rule.category for rule in document.categories),
        _("帮扶项目"): tuple(document.programmes),
    }[kind]
    for name in names:
        if name not in known:
            yield key, unknown(kind, name, known)


def sums_in(document: PolicyDocument, name: str) -> frozenset[str]:
    """A quantity and all that it is made of, by name."""
    found, todo = set(), [name]
    while todo:
        one = todo.pop()
        if one not in found and one in document.quantities:
            found.add(one)
            terms = (*document.quantities[one].plus, *document.quantities[one].minus)
            todo += [term.quantity for term in terms if isinstance(term, QuantityTerm)]
    return frozenset(found)
