"""How the rows of the lists read: where they lead, and what is more than a plain value."""

from collections.abc import Callable
from datetime import date

from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.archives.models import ReviewPeriod
from cases.surveys.columns import (
    ENTRY_BADGES,
    PERIOD_COLUMNS,
    SPOT_CHECK_COLUMNS,
    SPOT_COLUMNS,
    STEPS,
    SURVEY_COLUMNS,
    SURVEY_FILE_COLUMNS,
    SURVEY_PROGRESS_COLUMNS,
    UNIT_BADGES,
)
from cases.surveys.models import SpotCheck, SpotRow, Survey
from cases.surveys.selectors.progress import Progress
from cases.surveys.selectors.surveys import Line
from cases.surveys.states import UnitState
from hardship.kernel.columns import choose, without
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows, Tick, draw_period
from hardship.kernel.templatetags.ui import NOTHING, badge, minute, number


def survey_rows() -> Rows[Survey]:
    return Rows(SURVEY_COLUMNS, url=link_to("surveys:survey", "uid"))


def progress_rows(survey: Survey) -> Rows[Progress]:
    """A group of unions leads to its own progress, a union to its files."""
    groups, files = (reverse(f"surveys:{name}", args=[survey.uid]) for name in ("survey", "survey_files"))
    return Rows(
        choose(SURVEY_PROGRESS_COLUMNS, ()),
        url=lambda row: f"{groups if row.is_group else files}?union={row.union.pk}",
        drawn={"percent": _share, "undone": _undone, "state": _unit_state},
    )


def _share(row: Progress) -> SafeString:
    return format_html(
        '<span class="share{}"><span class="num">{}%</span><progress class="progress-bar-line" max="{}" '
        'value="{}" aria-label="{} {}%"></progress></span>',
        "" if row.undone else " progress-done",
        row.percent,
        row.files or 1,
        row.done if row.files else 1,
        row.union.name,
        row.percent,
    )


def _undone(row: Progress) -> object:
    return format_html("<b>{}</b>", number(row.undone)) if row.undone else 0


def _unit_state(row: Progress) -> object:
    """The state of the union's list; of a group, how many of its lists are accepted."""
    if row.is_group:
        accepted = _("已验收 %(n)s/%(all)s") % {"n": row.accepted, "all": row.parts}
        waiting = row.units[UnitState.SUBMITTED]
        return _with_line(accepted, _("待验收 %(n)s") % {"n": waiting} if waiting else "")
    if row.unit is None:
        return NOTHING
    submitted = minute(row.unit.submitted_at) if row.unit.submitted_at else ""
    return _with_line(badge(UNIT_BADGES[row.unit.state], row.unit.get_state_display()), submitted)


def _with_line(content: object, line: str) -> SafeString:
    below = format_html('<span class="sub num">{}</span>', line) if line else ""
    return format_html('<span class="num">{}{}</span>', content, below)


def file_rows(
    survey: Survey, *, is_own: bool, may_act: bool, can_be_ticked: Callable[[Line], bool] | None
) -> Rows[Line]:
    """The files of a list; those of one union alone (`is_own`) do not name it in every line."""
    shown = choose(SURVEY_FILE_COLUMNS, ())
    columns = without(shown, "union") if is_own else shown

    def tick(line: Line) -> Tick:
        return Tick(line.household.pk, line.household, is_open=bool(can_be_ticked and can_be_ticked(line)))

    return Rows(
        [*columns, STEPS] if may_act else columns,
        url=_file_url,
        drawn={"status": _status, "visits": _visits, "steps": lambda line: _steps(survey, line)},
        tick=tick if can_be_ticked else None,
    )


def returned_rows() -> Rows[Line]:
    """What is about to be sent back, in short."""
    return Rows(choose(SURVEY_FILE_COLUMNS, {"name", "file_no", "union", "status"}))


def _file_url(line: Line) -> str:
    return reverse(
        "archives:changes" if line.household.is_in_force else "archives:case", args=[line.household.pk]
    )


def _status(line: Line) -> SafeString:
    return badge(ENTRY_BADGES[line.status], line.status_label)


def _visits(line: Line) -> object:
    if not line.visits:
        return NOTHING
    url = f"{reverse('archives:case', args=[line.household.pk])}?tab=visits"
    return format_html('<a href="{}">{}</a>', url, _("%(n)s 次") % {"n": number(line.visits)})


def _steps(survey: Survey, line: Line) -> object:
    if not line.can_be_verified:
        return NOTHING
    return format_html(
        '<span class="row-actions"><button class="btn btn-secondary btn-small" type="submit" name="only" '
        'value="{}">{}</button><a href="{}">{}</a><a href="{}">{}</a></span>',
        line.household.pk,
        _("核查无变化"),
        _file_url(line),
        _("有变化"),
        reverse("surveys:survey_excuse", args=[survey.uid, line.household.pk]),
        _("无法核查"),
    )


def check_rows() -> Rows[SpotCheck]:
    return Rows(
        SPOT_CHECK_COLUMNS,
        url=link_to("surveys:spot_check", "uid"),
        drawn={
            "check": lambda row: _("%(year)s 年第 %(n)s 次") % {"year": row.year, "n": row.number},
            "share": lambda row: floatformat(row.share),
        },
    )


def spot_rows(check: SpotCheck) -> Rows[SpotRow]:
    """The files of a sample; one that differs leads on to its change."""

    def change(row: SpotRow) -> object:
        url = reverse("archives:changes", args=[row.household_id])
        return format_html('<a href="{}">{}</a>', url, _("核查与变更")) if row.differs else ""

    return Rows(
        choose(SPOT_COLUMNS, ()),
        url=lambda row: reverse("surveys:spot_finding", args=[check.uid, row.position]),
        notes={"state": change},
    )


def period_rows(today: date) -> Rows[ReviewPeriod]:
    return Rows(PERIOD_COLUMNS, drawn={"effective": lambda row: draw_period(row.effective, today)})
