"""The notice that an application is put on: one a day for each length that programmes want."""

from datetime import timedelta

from django.utils import timezone

from cases.applications.models import Application
from cases.approvals.models import PublicNotice
from cases.policies.selectors import get_calendar
from hardship.accounts.models import Union, User

USUAL = (5, True)


def notice_of(application: Application, union: Union, *, by: User | None) -> PublicNotice:
    """Today's notice of a union, as long as the programme of the application says."""
    today = timezone.localdate()
    days, in_workdays = application.programme.notice_days, application.programme.in_workdays
    kind = "" if (days, in_workdays) == USUAL else f"-{days}{'工' if in_workdays else '天'}"
    notice, _created = PublicNotice.objects.get_or_create(
        union=union,
        starts_on=today,
        days=days,
        in_workdays=in_workdays,
        defaults={
            "number": f"公示-{union.code}-{today:%Y%m%d}{kind}",
            "ends_on": get_calendar().add_workdays(today, days) if in_workdays else today + timedelta(days),
            "published_by": by,
        },
    )
    return notice
