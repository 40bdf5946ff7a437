"""What somebody typed into the search box: what it is, whom it finds, and why a file came up for it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cases.archives.models import Household, Member
from cases.archives.states import DocumentKind, Relation
from hardship.kernel import documents, names
from hardship.kernel.fields import blind_index
from hardship.kernel.permits import check_document
from hardship.kernel.searches import Search

MOST_HOLDERS = 20
MOST_TAILS = 1000


def find(files: QuerySet[Household], search: Search) -> QuerySet[Household]:
    """Those of the files that somebody looks for. What reads like a file number may be the number of a
    passport or permit: whoever holds it is meant then, which one query tells beforehand."""
    if search.kind == "file_no":
        named = find_members(search).filter(household__in=files.order_by().values("pk"))
        if holders := list(named.values_list("household_id", flat=True)[:MOST_HOLDERS]):
            return files.filter(pk__in=holders)
        starts = Q()
        for value in {search.value, search.value.upper()}:
            starts |= Q(file_no__startswith=value) | Q(former_no__startswith=value)
        return files.filter(starts)
    people = find_members(search).values("household_id")
    if search.kind == "tail":
        former = Household.objects.filter(former_no=_tails(search)[2]).values("pk")
        both = people.union(former, all=True)
        # few have the same four places: with their keys PostgreSQL need not walk through a whole province
        keys = list(both.values_list("household_id", flat=True)[: MOST_TAILS + 1])
        return files.filter(pk__in=keys) if len(keys) <= MOST_TAILS else files.filter(pk__in=both)
    return files.filter(pk__in=people)


def find_members(search: Search) -> QuerySet[Member]:
    """Everybody, in scope or not, whom the search may mean: narrow their files to a scope."""
    live = Member.objects.filter(removed_at__isnull=True)
    match search.kind:
        case "id_number":
            return live.filter(id_number_index=bytes.fromhex(search.value))
        case "phone":
            return live.filter(phone_index=bytes.fromhex(search.value))
        case "file_no":
            return live.filter(document_index__in=_document_indexes(search.value))
        case "tail":
            number, phone, _text = _tails(search)
            return live.filter(Q(id_number_tail=bytes.fromhex(number)) | Q(phone_tail=bytes.fromhex(phone)))
        case "pinyin":
            return live.filter(
                Q(name_pinyin__startswith=search.value) | Q(name_initials__startswith=search.value)
            )
    return live.filter(name_grams__contains=names.query_grams(search.value))


def list_reasons(numbers: Mapping[int, tuple[str, str]], search: Search | None) -> dict[int, str]:
    """For each file why it was found, such as "欧阳建国（女儿）：手机号末四位"; one query.

    `numbers` has the file number and the former number of each.
    """
    if search is None:
        return {}
    if search.kind == "file_no":
        holders = set(
            find_members(search).filter(household__in=numbers).values_list("household_id", flat=True)
        )
        return {
            pk: _("证件号相符") if pk in holders else _number_reason(*both, search)
            for pk, both in numbers.items()
        }
    reasons: dict[int, list[str]] = {}
    members = find_members(search).filter(household__in=numbers).order_by("position", "pk")
    fields = ("household", "name", "relation", "name_initials", "id_number_tail", "phone_tail")
    for member in members.only(*fields):
        whose = (
            "" if member.relation == Relation.HEAD else f"{member.name}（{member.get_relation_display()}）"
        )
        reasons.setdefault(member.household_id, []).append(f"{whose}：{_why(member, search)}".lstrip("："))
    if search.kind == "tail":
        for pk, (_file_no, former_no) in numbers.items():
            reasons.setdefault(pk, [_("原编号 %(number)s") % {"number": former_no}])
    return {pk: "、".join(parts) for pk, parts in reasons.items()}


def _why(member: Any, search: Search) -> str:
    match search.kind:
        case "id_number":
            return _("证件号相符")
        case "phone":
            return _("电话相符")
        case "name":
            return _("姓名含“%(text)s”") % {"text": search.shown}
        case "pinyin":
            by_initials = member.name_initials.startswith(search.value)
            return _("姓名首字母相符") if by_initials else _("姓名拼音相符")
    number, phone, _text = _tails(search)
    tails = (
        (member.id_number_tail, number, _("证件号末四位")),
        (member.phone_tail, phone, _("电话末四位")),
    )
    return _("和").join(
        label for held, wanted, label in tails if held is not None and bytes(held).hex() == wanted
    )


def _number_reason(file_no: str, former_no: str, search: Search) -> str:
    if file_no.startswith((search.value, search.value.upper())):
        return _("档案号相符")
    return _("原编号 %(number)s") % {"number": former_no}


def _document_indexes(text: str) -> list[bytes]:
    """The blind indexes of a text as each kind of identity document whose shape it has."""
    indexes = []
    for kind in DocumentKind:
        try:
            indexes.append(blind_index(f"{kind}{check_document(kind, text)}", "document"))
        except documents.DocumentError:
            continue
    return indexes


def _tails(search: Search) -> tuple[str, str, str]:
    """The index as of an ID number, as of a phone, and the four places themselves."""
    number, phone, text = search.value.split(",")
    return number, phone, text
