"""What changed in an application since the last decision, as people read it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import say_all_goods, say_invoices, say_issued
from cases.applications.selectors.facts import fact_rows
from cases.applications.selectors.returned import name_part
from cases.applications.states import GOODS, RECEIVED, WAIVED, Channel
from cases.approvals.selectors.resubmission import Resubmission
from cases.archives.rules.differences import compare
from cases.archives.views.answers import shown
from cases.archives.views.life.differences import Line, delta_lines
from cases.policies.states import EvidenceKind

# Parts of what is asked for; how the amount was reckoned and by which standard follows from them.
ASKED = ("member", "reason", "amount", "entitled")
AMOUNTS = ("amount", "entitled")
OF_FILE = ("household", "members", "incomes", "expenses")


def _manner(received: Sequence[str]) -> str:
    channel, *more = received
    return "，".join(filter(None, (str(Channel(channel).label), *more)))


def _invoices(rows: Sequence[Sequence[str]]) -> str:
    return say_invoices({"number": number, "issuer": issuer} for number, issuer in rows) or "—"


def _waived(rows: Sequence[Sequence[str]]) -> str:
    kinds = [EvidenceKind(kind).label for row in rows for kind in row[0].split(",")]
    return "、".join(map(str, kinds)) or "—"


# What else is asked, by its name in the content, its part, and how it is said.
PLAIN: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("goods", GOODS, lambda goods: say_all_goods(goods) or "—"),
    ("invoices", "invoices", _invoices),
    ("waived", WAIVED, _waived),
    ("received", RECEIVED, _manner),
    ("urgent", "is_urgent", lambda is_urgent: _("是") if is_urgent else _("否")),
)


def list_lines(application: Application, changed: Resubmission) -> list[Line]:
    """Every difference: of the application, of its documents, of the file."""
    old, new = changed.old, changed.new
    people = {row["uid"]: row["name"] for row in (*old["members"], *new["members"])}
    files = ({name: content[name] for name in OF_FILE} | {"evidence": []} for content in (old, new))
    return [
        *_asked(old["application"], new["application"], people),
        *_documents(old["evidence"], new["evidence"], people),
        *delta_lines(application.household, compare(*files)),
    ]


def _asked(old: Mapping[str, Any], new: Mapping[str, Any], people: Mapping[str, str]) -> Iterator[Line]:
    if old["programme"] != new["programme"] or old["document"] != new["document"]:
        yield Line("", _("项目依据"), old["document"] or "—", new["document"] or "—")
    if old["category"] != new["category"]:
        yield Line("", _("困难类别"), _category(old["category"]), _category(new["category"]))
    for name in ASKED:
        if old[name] != new[name]:
            column: Any = Application._meta.get_field(name)
            label = str(column.verbose_name)
            yield Line("", label, _said(name, old[name], people), _said(name, new[name], people))
    yield from _otherwise(old, new)
    was, now = dict(fact_rows(old["facts"])), dict(fact_rows(new["facts"]))
    for label in dict.fromkeys((*was, *now)):
        if was.get(label) != now.get(label):
            yield Line("", label, was.get(label, "—"), now.get(label, "—"))


def _otherwise(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Line]:
    for name, part, say in PLAIN:
        was_said, is_said = (say(content[name]) if name in content else "—" for content in (old, new))
        if was_said != is_said:
            yield Line("", name_part(part), was_said, is_said)


def _said(name: str, value: Any, people: Mapping[str, str]) -> str:
    if name == "member":
        return people.get(value, _("全家"))
    column = Application._meta.get_field(name)
    return shown(Decimal(value) if name in AMOUNTS and value is not None else value, column) or "—"


def _category(said: Sequence[str]) -> str:
    return said[2] or shown(said[0], Application._meta.get_field("category")) or "—"


def _documents(old: Sequence[Any], new: Sequence[Any], people: Mapping[str, str]) -> Iterator[Line]:
    """Documents that were attached or taken out; one of each of the same kind was exchanged, or is said to be
    of another day."""
    gone = [row for row in old if row not in new]
    for row in (row for row in new if row not in old):
        was = next((one for one in gone if (one[0], one[2]) == (row[0], row[2])), None)
        if was is None:
            yield Line(people.get(row[2], ""), _document(row), "—", _with_day(_("新增"), row))
        else:
            gone.remove(was)
            old_words, new_words = (_("原件"), _("换了一份")) if was[1] != row[1] else ("", "")
            said = _with_day(old_words, was), _with_day(new_words, row)
            yield Line(people.get(row[2], ""), _document(row), *said)
    for row in gone:
        yield Line(people.get(row[2], ""), _document(row), _with_day(_("有"), row), _("已移除"))


def _with_day(words: str, row: Sequence[Any]) -> str:
    """With the day on which the document was issued, where that counts."""
    day = "".join(map(say_issued, row[3:]))
    return "，".join(filter(None, (words, day))) or _("没有出具日期")


def _document(row: Sequence[Any]) -> str:
    return _("材料：%(kind)s") % {"kind": EvidenceKind(row[0]).label}
