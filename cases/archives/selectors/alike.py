"""One scan in several places: the same bytes, or a picture that went into both."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.archives.models import Evidence, Household
from cases.archives.selectors.aid import get_families
from cases.policies.states import VISIT_KINDS
from hardship.accounts.models import User


def find_alike(documents: Collection[Evidence]) -> dict[int, list[Evidence]]:
    """Of each document by its key the others of whichever file that are the same scan: one query. A document
    that was taken out counts no more."""
    keys = sorted({key for document in documents for key in document.prints})
    if not keys:
        return {}
    rows = Evidence.objects.filter(Q(sha256__in=keys) | Q(sources__overlap=keys), removed_at__isnull=True)
    by_print: dict[str, list[Evidence]] = defaultdict(list)
    for row in rows.select_related("household").order_by("pk"):
        for key in row.prints:
            by_print[key].append(row)
    found = {}
    for document in documents:
        others = {row.pk: row for key in document.prints for row in by_print[key] if row.pk != document.pk}
        found[document.pk] = list(others.values())
    return found


def of_other_families(
    documents: Collection[Evidence], found: Mapping[int, Sequence[Evidence]]
) -> dict[int, list[Evidence]]:
    """Of those that are the same scan (`found`) the ones in files of other families; nothing more is read
    where there are none. Photos of visits are no documents of a family."""
    strange = {
        document.pk: [row for row in found.get(document.pk, ()) if _is_elsewhere(row, document)]
        for document in documents
    }
    if not any(strange.values()):
        return strange
    families = get_families({document.household_id for document in documents})
    return {
        document.pk: [
            row
            for row in strange[document.pk]
            if row.household_id not in families[document.household_id].files
        ]
        for document in documents
    }


def _is_elsewhere(row: Evidence, document: Evidence) -> bool:
    return row.household_id != document.household_id and row.kind not in VISIT_KINDS


def say_alike(document: Evidence, others: Sequence[Evidence], by: User) -> str:
    """Where the same scan lies: in which file, where this person may see one of them, else only that it does;
    '' for nowhere."""
    if not others:
        return ""
    seen = Household.objects.visible_to(by).filter(pk__in={row.household_id for row in others})
    file = seen.select_related("head").order_by("pk").first()
    said = {
        "kind": document.get_kind_display(),
        "file": str(file or ""),
        "number": (file and file.file_no) or "",
    }
    if file is None:
        return _("“%(kind)s”和另一工会一户的材料是同一份扫描件，请核对原件。") % said
    return _("“%(kind)s”和“%(file)s”%(number)s 档案里的材料是同一份扫描件，请核对原件。") % said


def warn_alike(documents: Collection[Evidence], by: User) -> list[str]:
    """What is said at the upload of these documents; nothing for most."""
    found = of_other_families(documents, find_alike(documents))
    return [text for document in documents if (text := say_alike(document, found[document.pk], by))]
