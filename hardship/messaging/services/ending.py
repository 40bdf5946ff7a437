"""Posts that are about to end: told to whoever holds one, and to those who can renew it."""

from django.db import transaction
from django.utils import timezone

from hardship.accounts.models import Appointment, Union
from hardship.accounts.states import Role
from hardship.messaging.models import Message
from hardship.messaging.services.sending import holders_of, send


def remind_of_ending() -> int:
    """Tells, once for each last day, whoever holds an appointment that ends within ENDING_DAYS, and those who
    administer its union; how many appointments those were."""
    today = timezone.localdate()
    rows = Appointment.objects.ending(today).filter(user__is_active=True).select_related("user", "union")
    return sum(_remind(row) for row in rows)


def _remind(row: Appointment) -> bool:
    last = f"{row.until_on:%Y-%m-%d}"
    told = Message.objects.filter(kind="accounts.ending", about_id=str(row.pk), number=last)
    if told.exists():
        return False
    with transaction.atomic():
        send("accounts.ending", about=row, union=row.union, by=None, to=row.user, number=last)
        keeper = _administered_at(row.union)
        if keeper is not None:
            send("accounts.ending_of", about=row, union=keeper, by=None, role=Role.ADMINISTRATOR, number=last)
    return True


def _administered_at(union: Union) -> Union | None:
    """The union itself or the nearest one above that has an administrator."""
    keys = [int(key) for key in union.path.strip("/").split("/")]
    above = sorted(Union.objects.filter(pk__in=keys), key=lambda one: -len(one.path))
    return next((one for one in above if holders_of(one, Role.ADMINISTRATOR).exists()), None)
