"""Services that were done: a source of the records of aid, as times without yuan; which will not be done."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, CharField, DecimalField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from cases.applications.selectors.entitling import UNDONE
from cases.archives.models import Member
from cases.archives.selectors.aid import AID_SOURCES, AidSource, has_somebody
from cases.archives.states.aid import GiverKind
from cases.giving.models import Fulfilment
from cases.giving.states import FulfilmentState as State
from hardship.kernel.statements import IsAnyOf

SOURCE = "giving.fulfilment"
TEXT = CharField()


@UNDONE.add("giving")
def list_undone(keys: Collection[int]) -> set[int]:
    """Those of these applications whose service will not be done."""
    rows = Fulfilment.objects.filter(application__in=keys, state=State.ENDED).order_by()
    return set(rows.values_list("application", flat=True))


def _given() -> QuerySet[Any]:
    """The services that were done, each on its day and worth no yuan, and goods with their value. The
    key is that of the application, to whose page a record leads."""
    return Fulfilment.objects.filter(state=State.DONE).annotate(
        aid_on=F("done_on"),
        aid_value=Coalesce(
            "goods_value", Decimal(0), output_field=DecimalField(max_digits=12, decimal_places=2)
        ),
        aid_source=Value(SOURCE, output_field=TEXT),
        aid_key=F("application_id"),
        aid_person=Coalesce(
            "application__member__id_number_index", "application__household__head__id_number_index"
        ),
        aid_file=F("application__household_id"),
        aid_name=Coalesce("application__member__name", "application__household__head__name"),
        aid_giver_kind=Value(GiverKind.OWN, output_field=TEXT),
        aid_giver=F("union__name"),
        aid_kind=F("application__programme__kind"),
        aid_programme=F("application__programme__code"),
        aid_title=F("application__programme__name"),
        aid_item=F("goods"),
        aid_is_own=Value(True, output_field=BooleanField()),
        aid_is_won=Value(False, output_field=BooleanField()),
        aid_union=F("union__name"),
    )


def _of(rows: QuerySet[Any], files: Collection[int], _people: Collection[bytes]) -> QuerySet[Any]:
    return rows.filter(IsAnyOf("application__household_id", files))


def _helped() -> Q:
    """Done under this file, or under another one in which somebody who lives here stands or stood."""
    elsewhere = Member.objects.filter(
        Q(Exists(_done_under("household_id"))), id_number_index=OuterRef("id_number_index")
    )
    return Q(Exists(_done_under("pk"))) | has_somebody(Q(Exists(elsewhere)))


def _done_under(key: str) -> QuerySet[Fulfilment]:
    """What was done for the file whose key the outer query has under this name."""
    rows: QuerySet[Fulfilment] = Fulfilment.objects.filter(
        application__household=OuterRef(key), state=State.DONE
    )
    return rows


AID_SOURCES.add(SOURCE)(AidSource(_given, _of, _helped))
