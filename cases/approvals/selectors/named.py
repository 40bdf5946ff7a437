"""Who of the households that were aided may be named where the use of the money is published."""

from collections.abc import Collection, Mapping

from django.db.models import OuterRef, Subquery

from cases.archives.models import Consent, Household
from cases.archives.rules.subjects import SUBJECT
from cases.notices.rules import public_name
from funds.publications.selectors import NAMED, Named


@NAMED.add(SUBJECT)
def name_households(keys: Collection[int]) -> Mapping[int, Named]:
    """The masked name of the head and the unit of those whose latest signature allows it; whoever never
    signed, or took it back, is not among them (个人信息保护法 Art. 15, 25)."""
    latest = (
        Consent.objects.filter(household=OuterRef("pk"))
        .order_by("-signed_on", "-pk")
        .values("allows_notice")[:1]
    )
    rows = Household.objects.filter(pk__in=list(keys)).annotate(allows=Subquery(latest)).filter(allows=True)
    return {
        row.pk: Named(public_name(row.head.name), row.head.employer or row.union.name)
        for row in rows.select_related("head", "union")
        if row.head
    }
