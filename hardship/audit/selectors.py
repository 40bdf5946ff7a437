"""Which rows of the trail somebody may read."""

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from hardship.audit.models import AuditRecord
from hardship.kernel.desk import HIDDEN, Person


def list_readable(user: Person) -> QuerySet[AuditRecord]:
    """Everything on record in the user's scope but what is kept from them, in no order."""
    rows: QuerySet[AuditRecord] = AuditRecord.objects.visible_to(user)
    for kind, hidden in HIDDEN.items():
        keys = hidden(user).annotate(key=Cast("pk", CharField())).values("key")
        rows = rows.exclude(target_type=kind, target_id__in=keys)
    return rows
