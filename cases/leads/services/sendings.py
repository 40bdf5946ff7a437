"""How often something may be sent to a public page: counted by the hour, for each client and each address."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cases.leads.models import SendingCount
from cases.leads.states import MOST_OF_ALL, MOST_OF_CLIENT


def is_too_long(told: str | None, most: int) -> bool:
    """Whether what is sent has more than `most` bytes by its header Content-Length (`told`). One that is no
    number tells nothing: Django reads nothing then."""
    try:
        return int(told or 0) > most
    except ValueError:
        return False


@transaction.atomic
def may_send(*, token: str, client: str) -> bool:
    """Counts one more sending, and whether it is within both bounds of this hour (states.MOST_OF_CLIENT and
    MOST_OF_ALL). What is beyond its client's bound does not count against the others of the address; clients
    that no proxy names ("") are not taken for one."""
    is_within = not client or _count(f"client {client}", MOST_OF_CLIENT)
    return is_within and _count(f"token {token}", MOST_OF_ALL)


def _count(name: str, most: int) -> bool:
    """The database compares and adds in one statement, so that two at once cannot both be the last one."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    key = salted_hmac("cases.leads.sendings", name, algorithm="sha256").hexdigest()
    row, is_new = SendingCount.objects.get_or_create(key=key, hour=hour)
    if is_new:
        SendingCount.objects.filter(hour__lt=hour - timedelta(days=1)).delete()
    return SendingCount.objects.filter(pk=row.pk, count__lt=most).update(count=F("count") + 1) == 1
