"""One scan under two applications: a document of another family, or a receipt that another application rests
on as well. An identity card of the own family serves many."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, F, Func
from django.utils.translation import gettext as _

from cases.applications.models import Application, ApplicationEvidence
from cases.applications.states import HOLDING_STATES, State
from cases.archives.models import Evidence
from cases.archives.selectors.alike import find_alike, of_other_families, say_alike
from cases.policies.states import INVOICE_KINDS
from hardship.accounts.models import User


@dataclass(frozen=True)
class Reused:
    """A document that an application rests on, and where else the same scan is: in files of `others`, under
    `applications` that are under way or approved."""

    document: Evidence
    others: tuple[Evidence, ...]
    applications: tuple[Application, ...]


def may_be_reused() -> Func:
    """Of a row of applications whether `find_reused` has to look at it: no query more for a page of rows."""
    return Func(F("pk"), function="application_may_reuse_scan", output_field=BooleanField())


def find_reused(applications: Sequence[Application]) -> dict[int, list[Reused]]:
    """By the key of each application; few queries, however many. Nothing for most."""
    links = ApplicationEvidence.objects.filter(
        application__in=[row.pk for row in applications], evidence__removed_at__isnull=True
    )
    rows = list(links.select_related("evidence").order_by("evidence__kind", "pk"))
    documents = list({row.evidence_id: row.evidence for row in rows}.values())
    alike = find_alike(documents)
    elsewhere = of_other_families(documents, alike)
    resting = _resting({row.pk for found in alike.values() for row in found} | {row.pk for row in documents})
    found: dict[int, list[Reused]] = {row.pk: [] for row in applications}
    for link in rows:
        document = link.evidence
        strange = tuple(elsewhere[document.pk])
        same = strange
        if document.kind in INVOICE_KINDS:
            same = (document, *alike[document.pk])
        others = {one.pk: one for row in same for one in resting[row.pk] if one.pk != link.application_id}
        if strange or others:
            found[link.application_id].append(Reused(document, strange, tuple(others.values())))
    return found


def _resting(keys: set[int]) -> dict[int, list[Application]]:
    """Applications by the documents that they rest on, where they are handed in and not over."""
    found: dict[int, list[Application]] = defaultdict(list)
    states = (*HOLDING_STATES, State.RETURNED)
    links = ApplicationEvidence.objects.filter(evidence__in=keys, application__state__in=states)
    for link in links.select_related("application__programme").order_by("application"):
        found[link.evidence_id].append(link.application)
    return found


def say_reused(reused: Reused, by: User) -> str:
    """Where else it is, by what this person may see."""
    keys = [row.pk for row in reused.applications]
    seen = Application.objects.visible_to(by).filter(pk__in=keys).select_related("programme").order_by("pk")
    names = [f"{row.number}（{row.programme.name}）" for row in seen]
    if names:
        said = {"kind": reused.document.get_kind_display(), "used": "、".join(names)}
        return _("“%(kind)s”和申请 %(used)s 用的是同一份扫描件，请核对是否重复申请。") % said
    if reused.others:
        return say_alike(reused.document, reused.others, by)
    return _("“%(kind)s”另一份申请也用了同一份扫描件，请核对是否重复申请。") % {
        "kind": reused.document.get_kind_display()
    }
