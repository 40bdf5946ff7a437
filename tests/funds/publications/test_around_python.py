"""The database keeps publications when the code is gone around. Each refusal is shown to be the work of one
guard: with that guard taken away the same statement passes."""

import pytest
from django.db import DatabaseError

from tests.factories import UnionFactory
from tests.funds.budgets.test_around_python import run, run_and_undo, take_away

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E5")]
TABLE = "publications_publication"
KEEPS = f"trigger {TABLE} publications_publication_keeps"
BEGINS = f"trigger {TABLE} publications_publication_begin"
HANDS = f"trigger {TABLE} publications_publication_hands"
NEW = """INSERT INTO publications_publication (union_id, number, year, quarter, version, state,
        names_people, note, reason, figures, sha256, token, decision_no, opinion, made_at, made_by_id)
    SELECT {union}, 'x-1', {year}, {quarter}, {version}, '{state}', false, '', '{reason}', 'x',
        encode(sha256('x'), 'hex'), {token}, '', '', now(), made_by_id
    FROM publications_publication WHERE id = {row}"""


@pytest.fixture
def ids(cast, money, published, draft, take):
    row = published()
    return {
        "row": row.pk, "draft": draft(reason="更正").pk, "maker": cast.finance.pk, "city": cast.city.pk,
        "closed": UnionFactory(closed_on="2026-01-01").pk,
    }  # fmt: skip


def new(**more):
    told = {"union": "{city}", "year": 2025, "quarter": 1, "version": 1, "state": "draft", "reason": "",
            "token": "'other'", "row": "{row}"}  # fmt: skip
    return NEW.format(**(told | more))


CASES = [
    (new(state="checked"), BEGINS),
    (new(version=2, reason="y"), BEGINS),
    (new(union="{closed}"), f"trigger {TABLE} publications_publication_closed_union"),
    (new(quarter=7), f"constraint {TABLE} publication_period_known"),
    (new(year=1999), f"constraint {TABLE} publication_year"),
    ("UPDATE publications_publication SET figures = 'y', sha256 = encode(sha256('y'), 'hex')"
     " WHERE id = {row}", KEEPS),
    ("UPDATE publications_publication SET note = 'y' WHERE id = {row}", KEEPS),
    ("UPDATE publications_publication SET decision_no = 'y' WHERE id = {row}", KEEPS),
    ("UPDATE publications_publication SET state = 'replaced' WHERE id = {row}", KEEPS),
    ("UPDATE publications_publication SET state = 'draft', published_at = NULL, published_by_id = NULL"
     " WHERE id = {row}", KEEPS),
    ("DELETE FROM publications_publication WHERE id = {draft}", KEEPS),
    ("TRUNCATE publications_publication", f"trigger {TABLE} publications_publication_no_truncate"),
    ("UPDATE publications_publication SET figures = figures || ' ' WHERE id = {draft}", HANDS),
    ("UPDATE publications_publication SET made_for_id = {maker} WHERE id = {draft}", HANDS),
    ("UPDATE publications_publication SET state = 'checked', checked_at = now(), checked_by_id = {maker}"
     " WHERE id = {draft}", f"constraint {TABLE} publication_by_others"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "guard"), CASES)
def test_the_database_refuses(ids, sql, guard):
    statement = sql.format(**ids)
    with pytest.raises(DatabaseError):
        run_and_undo(statement)
    take_away(guard)
    run_and_undo(statement)


def test_a_correction_keeps_the_address_and_says_why(ids, take):
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run(f"UPDATE publications_publication SET state = 'dropped' WHERE id = {ids['draft']}")
    told = {"year": 2026, "version": 2, "token": "(SELECT token)"}
    for wrong in ({"reason": ""}, {"reason": "y", "token": "'other'"}):
        with pytest.raises(DatabaseError):
            run_and_undo(new(**(told | wrong)).format(**ids))
    run_and_undo(new(**told, reason="y").format(**ids))


def test_nothing_is_published_without_its_three_hands(ids, cast):
    run("SET CONSTRAINTS ALL IMMEDIATE")
    step = """UPDATE publications_publication SET state = 'checked', checked_at = now(),
        checked_by_id = {city_reviewer} WHERE id = {draft}""".format(
        city_reviewer=cast.city_reviewer.pk, **ids
    )
    run(step)
    publish = """UPDATE publications_publication SET state = 'published', published_at = now(),
        published_by_id = {by}, decision_no = '{no}' WHERE id = {draft}"""
    run("ALTER TABLE publications_publication DISABLE TRIGGER publications_publication_keeps")
    run("UPDATE publications_publication SET state = 'replaced' WHERE id = {row}".format(**ids))
    run("ALTER TABLE publications_publication ENABLE TRIGGER publications_publication_keeps")
    for by, no in ((cast.finance.pk, "纪要"), (cast.approver.pk, "")):
        with pytest.raises(DatabaseError):
            run_and_undo(publish.format(by=by, no=no, **ids))
    run_and_undo(publish.format(by=cast.approver.pk, no="纪要", **ids))
