"""Where an item of a file is filled in: the address of its section, and the place on that page."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.rules import Contents, Missing
from cases.archives.rules.cells import split_cell
from cases.archives.states import Section

MAX_NAMED = 6  # items that a message names; the section itself marks all of them


def item_url(contents: Contents, section: str, field: str, *, back: str = "") -> str:
    """The address at which an item is filled in: a field, `uid` or `uid:field` of a member, `income:pk`,
    `expense:pk` or `expense:pk:field` of an amount, a kind or the uid of a document, '' for the section as a
    whole."""
    household: Household = contents.household
    address = reverse("archives:section", args=[household.pk, section])
    place = item_place(contents, section, field)
    return f"{address}{'?back=' + back if back else ''}{'#' + place if place else ''}"


def item_place(contents: Contents, section: str, field: str) -> str:
    """The id of the element on the section's page, '' for the page as such."""
    if not field:
        return ""
    if section == Section.EVIDENCE:
        kinds = {str(document.uid): document.kind for document in contents.evidence}
        return f"kind-{kinds.get(field, field)}"
    line, name = split_cell(section, field)
    if section == Section.MEMBERS:
        return _cell("rows", (str(member.uid) for member in contents.members), line, name or "relation")
    kind, _colon, key = line.partition(":")
    return _amount(contents, kind, key, name) if section == Section.MONEY and key else f"id_{field}"


def _amount(contents: Contents, kind: str, key: str, name: str) -> str:
    """The cell of an income or an expense, its amount where none is named; one with a bill stands in the
    table of bills."""
    bills = [str(item.pk) for item in contents.expenses if item.billed is not None]
    if kind == "income":
        return _cell("incomes", (str(item.pk) for item in contents.incomes), key, name or "annual_amount")
    if key in bills:
        return _cell("bills", bills, key, name or "billed")
    plain = (str(item.pk) for item in contents.expenses if item.billed is None)
    return _cell("expenses", plain, key, name or "annual_amount")


def missing_message(contents: Contents, label: str, missing: Iterable[Missing]) -> SafeString:
    """What a saved section still lacks, each item a link to it."""
    items = list(missing)
    links = format_html_join(
        "、",
        '<a href="{}">{}</a>',
        (
            (item_url(contents, item.section, item.field), _named(contents, item))
            for item in items[:MAX_NAMED]
        ),
    )
    said = _("“%(section)s”已保存，还缺 %(count)s 项：") % {"section": label, "count": len(items)}
    return format_html("{}{}{}", said, links, _("等。") if len(items) > MAX_NAMED else "。")


def _named(contents: Contents, item: Missing) -> str:
    """The item without anybody's name, which a message, kept by the browser, must not hold."""
    uid, colon, _field = item.field.partition(":")
    uids = [str(member.uid) for member in contents.members]
    if not colon or uid not in uids:
        return item.label
    what = item.label.rpartition("：")[2]
    return _("第 %(number)s 行 %(label)s") % {"number": uids.index(uid) + 1, "label": what}


def _cell(prefix: str, keys: Iterable[str], key: str, name: str) -> str:
    """A cell of a table by the key of its line; what is no line is a field of the page."""
    lines = list(keys)
    return f"id_{prefix}-{lines.index(key)}-{name}" if key in lines else f"id_{key}"
