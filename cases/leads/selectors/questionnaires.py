"""The public questionnaires of a scope, the one at an address, whose answer came before."""

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from cases.leads.models import Call, Lead, Questionnaire, QuestionnaireAnswer
from cases.leads.states import MOST_ANSWERS, OPEN_STATES, CallState
from hardship.accounts.models import Union, User


def list_questionnaires(user: User) -> QuerySet[Questionnaire]:
    """Those of the scope, open ones first, with the number of answers (`persons`: leads they led to)."""
    rows: QuerySet[Questionnaire] = Questionnaire.objects.visible_to(user).select_related(
        "union", "call", "opened_by", "closed_by"
    )
    return rows.annotate(sent=Count("answers"), persons=Count("answers__lead", distinct=True)).order_by(
        F("closed_at").desc(nulls_first=True), "-ends_on", "-pk"
    )


def get_last(union: Union) -> Questionnaire | None:
    """The one that a union opened last."""
    return Questionnaire.objects.filter(union=union).order_by("-pk").first()


def get_running(token: str) -> Questionnaire | None:
    """The questionnaire at a public address while it takes answers; None for any other token."""
    rows: QuerySet[Questionnaire] = Questionnaire.objects.filter(token=token).select_related("union", "call")
    row: Questionnaire | None = rows.first()
    return row if row is not None and row.is_running and not is_full(row) else None


def is_full(questionnaire: Questionnaire) -> bool:
    """Whether it has as many answers as one address takes, so that a flood ends by itself."""
    return questionnaire.answers.count() >= MOST_ANSWERS


def list_running_calls(user: User) -> list[Call]:
    """The calls that the person's own union sent out or is called on by, while they run."""
    mine = Q(union=user.union_id) | Q(units__union=user.union_id)
    rows = Call.objects.visible_to(user).filter(mine, state=CallState.OPEN, due_on__gte=timezone.localdate())
    return list(rows.distinct().order_by("due_on", "pk"))


def find_answered(
    questionnaire: Questionnaire, name: str, phone: bytes | None, id_number: bytes | None
) -> Lead | None:
    """The open lead of somebody who answered here before: by the ID number; where one of the two answers has
    none, by telephone and name."""
    same = Q(phone_index=phone, name=name)
    if id_number is not None:
        same = Q(id_number_index=id_number) | same & Q(id_number_index__isnull=True)
    rows = QuestionnaireAnswer.objects.filter(same, questionnaire=questionnaire, lead__state__in=OPEN_STATES)
    found = rows.select_related("lead__union").order_by("-pk").first()
    return found.lead if found is not None else None
