"""The demo's lists of those to be aided: one that is half decided, one approved."""

from collections.abc import Sequence
from datetime import date

from cases.archives.models import Household
from cases.selections import services
from cases.selections.models import Selection
from cases.surveys.models import Survey
from hardship.accounts.models import User
from hardship.demo import clock

REFUSED = "家庭已购置第二套住房，不符合条件"


def build_selections(*, makers: Sequence[User], reviewer: User, today: date) -> None:
    """The first maker's list waits with one household refused and one sent back, the second's is approved."""
    with clock.at(today, 1):
        for place, maker in enumerate(makers):
            selection = _hand_in(maker, today)
            keys = list(selection.rows.order_by("pk").values_list("pk", flat=True))
            services.decide_rows(
                selection_id=selection.pk, action="refuse", by=reviewer, keys=keys[:1], reason=REFUSED
            )
            if place:
                services.decide_rows(selection_id=selection.pk, action="agree", by=reviewer)
                services.take_step(selection_id=selection.pk, action="approve", by=reviewer)
            else:
                services.decide_rows(
                    selection_id=selection.pk, action="back", by=reviewer, keys=keys[1:2],
                    reason="请补上今年的低保证",
                )  # fmt: skip


def _hand_in(maker: User, today: date) -> Selection:
    survey = Survey.objects.visible_to(maker).filter(opened_at__isnull=False).order_by("-pk").first()
    title = f"{today.year} 年帮扶对象名单"
    selection = services.make_selection(year=today.year, title=title, survey=survey, by=maker)
    services.add_households(
        selection_id=selection.pk, households=Household.objects.visible_to(maker), by=maker
    )
    return services.take_step(selection_id=selection.pk, action="submit", by=maker)
