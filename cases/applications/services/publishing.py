"""An application as a line on a public notice (cases.notices)."""

from decimal import Decimal

from cases.applications.models import Application
from cases.applications.rules import source_of
from cases.notices import services as notices
from cases.notices.models import NoticeEntry
from cases.notices.rules import Line, Shown, public_line
from cases.policies.rules.noticing import NOTICE_COLUMNS, PAID
from cases.policies.rules.vocabulary import GOODS
from hardship.accounts.models import Union, User
from hardship.kernel.together import shared


def publish_application(
    application: Application,
    union: Union,
    *,
    by: User | None,
    number: int | None = None,
    amount: Decimal | None = None,
) -> NoticeEntry:
    """Puts it on today's notice of a union, for as long as its programme says, as the line of its present
    round or of the one with this number; `amount` is shown in yuan where it is not what was applied for."""
    programme = application.programme
    shown = shown_of(application)
    row = notices.Published(
        source=source_of(application.pk),
        round=application.round if number is None else number,
        union=application.union,
        number=application.number or "",
        line=_line(application, shown, application.amount if amount is None else amount),
        shown=shown,
    )
    terms = (union, shown, programme.notice_days, programme.in_workdays, by)
    return notices.publish(row=row, notice=shared(application, notices.open_notice, *terms))


def shown_of(application: Application) -> Shown:
    """What its programme shows on a notice, the columns in the order of the vocabulary; goods stand where a
    sum would. What is urgent was paid before it is shown."""
    notice = application.programme.rule.notice
    columns = tuple(name for name in NOTICE_COLUMNS if name in notice.columns)
    if application.programme.rule.goods:
        columns = tuple(GOODS if name == "amount" else name for name in columns)
    topic = PAID if application.is_urgent else notice.topic
    return Shown(topic, columns, notice.mask)


def _line(application: Application, shown: Shown, amount: Decimal | None) -> Line:
    household = application.household
    head = household.head
    return public_line(
        name=head.name if head else "",
        unit=(head.employer if head else "") or application.union.name,
        programme=application.programme.name,
        amount=amount,
        category=str(application.get_category_display()),
        reason=str(household.get_main_cause_display()),
        goods=application.goods_words,
        shown=shown,
    )
