"""The archive at its size: lists, every key of the search, statistics, the next file; each beside plain SQL.

The floor of a selector is the plainest statement that finds the same rows; that of a page is a signed-in page
without rows, because session, rights and frame cost the same everywhere.
"""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from measure import Action, Pair, beside, page, print_pairs, search, signed_in, sql

from cases.archives.models import Household
from cases.lists.columns import COLUMNS
from cases.lists.selectors import lists, searching
from cases.lists.views.listing import Listing
from hardship.accounts.models import User
from hardship.kernel.fields import blind_index, tail_index
from hardship.kernel.names import query_grams
from hardship.statistics.selectors.statistics import get_statistics

LEVELS = {"county": "cc.reviewer", "city": "nt.auditor", "province": "js.auditor"}
ON = date(2026, 9, 30)
NEIGHBOURS = (
    ("county", "all=1"),
    ("county", "category=deep"),
    ("county", "category=deep&worker_type=urban&sort=name"),
    ("city", "category=deep"),
    ("province", "all=1"),
    ("province", "category=deep"),
)
ROWS = """SELECT h.id, h.state, h.file_no, h.category, h.main_cause, h.filed_on, m.name, m.id_number, u.name
    FROM archives_household h JOIN archives_member m ON m.id = h.head_id
    JOIN accounts_union u ON u.id = h.union_id
    WHERE h.{column}_id = %s AND h.state <> 'discarded' {more} ORDER BY h.id DESC LIMIT 21"""
FORTY_FIFTY = """AND m.status IN ('off_post', 'unemployed')
    AND m.birth_on <= CURRENT_DATE - interval '1 year' * CASE m.sex WHEN 'female' THEN 40 ELSE 50 END"""
FOUND = "AND h.id IN (SELECT household_id FROM archives_member WHERE removed_at IS NULL AND {test})"


def run(people: dict[str, User]) -> None:
    who = {level: people[name] for level, name in LEVELS.items()}
    clients = {level: signed_in(user) for level, user in who.items()}
    bare = page(clients["county"], reverse("jobs:index"))
    measure_lists(who, clients, bare)
    measure_searches(who, clients, bare)
    measure_neighbours(who, clients, bare)
    measure_statistics(who, clients, bare)


def rows_of(user: User, more: str = "", *parameters: object) -> Action:
    text = ROWS.format(column=user.union.scope_column, more=more)
    return sql(text, [user.union_id, *parameters])


def read_page(files: QuerySet[Household]) -> None:
    lists.read_rows(lists.get_slice(files, size=20).keys, COLUMNS)


def listing(user: User, query: str) -> Listing:
    return Listing(user, {}, QueryDict(query))  # type: ignore[arg-type]


def measure_lists(who: dict[str, User], clients: dict[str, Any], bare: Action) -> None:
    address, pairs, pages = reverse("lists:files"), [], []
    for level, user in who.items():
        for name, query, more in (
            ("first page", "all=1", ""),
            ("one category", "category=deep", "AND h.category = 'deep'"),
            ("one label", "label=zero_employment", "AND h.labels @> '{zero_employment}'"),
            ("a label that no file has", "label=no_ability", "AND h.labels @> '{no_ability}'"),
            ("4050", "label=forty_fifty", FORTY_FIFTY),
        ):
            asked = listing(user, query)
            pairs.append(
                beside(
                    f"{name}, {level}",
                    lambda a=asked: read_page(a.households),
                    rows_of(user, more),
                )
            )
            pages.append(beside(f"{name}, {level}", page(clients[level], f"{address}?{query}"), bare))
    print_pairs("List of files, 20 rows, selector", "plain SQL", pairs)
    print_pairs("List of files, 20 rows, whole page", "signed-in page", pages)


def measure_searches(who: dict[str, User], clients: dict[str, Any], bare: Action) -> None:
    pairs, pages = [], []
    for level in ("county", "province"):
        user = who[level]
        for name, text, test, values in keys_of(user):
            asked = searching.read_search(text)
            assert asked is not None
            floor = rows_of(user, test, *values)
            label = f"{name}, {level}"
            find = lambda u=user, a=asked: read_page(lists.list_households(user=u, search=a))  # noqa: E731
            pairs.append(beside(label, find, floor))
            pages.append(beside(label, search(clients[level], text), bare))
    print_pairs("Search, selector", "plain SQL", pairs)
    print_pairs("Search, from the box to the page that opens", "signed-in page", pages)


def keys_of(user: User) -> list[tuple[str, str, str, list[object]]]:
    """Each key somebody may type: its name, the text, the plainest test for it and its values."""
    scope = Household.objects.visible_to(user).filter(state="filed").select_related("head")
    three = next(row for row in scope.order_by("pk")[500:600] if len(row.head.name) == 3)
    head = three.head
    number, phone = head.id_number.reveal(), head.phone.reveal()
    grams, one = FOUND.format(test="name_grams @> %s"), FOUND.format(test="{} = %s")
    tails = FOUND.format(test="(id_number_tail = %s OR phone_tail = %s)")
    starts = FOUND.format(test="{} LIKE %s")
    number_tail, phone_tail = number[-4:], phone[-4:]
    return [
        ("two characters of a name", head.name[:2], grams, [query_grams(head.name[:2])]),
        ("three characters of a name", head.name, grams, [query_grams(head.name)]),
        ("pinyin", head.name_pinyin, starts.format("name_pinyin"), [head.name_pinyin + "%"]),
        ("initials", head.name_initials, starts.format("name_initials"), [head.name_initials + "%"]),
        ("ID number", number, one.format("id_number_index"), [blind_index(number, "id_number")]),
        ("phone", phone, one.format("phone_index"), [blind_index(phone, "phone")]),
        ("last four of a phone", phone_tail, tails, two_tails(phone_tail)),
        ("last four of an ID number", number_tail, tails, two_tails(number_tail)),
        ("file number", three.file_no, "AND h.file_no = %s", [three.file_no]),
        (
            "beginning of a file number",
            three.file_no[:14],
            "AND h.file_no LIKE %s",
            [three.file_no[:14] + "%"],
        ),
    ]


def two_tails(text: str) -> list[object]:
    return [tail_index(text, "id_number"), tail_index(text, "phone")]


def measure_neighbours(who: dict[str, User], clients: dict[str, Any], bare: Action) -> None:
    pairs: list[Pair] = []
    pages: list[Pair] = []
    for level, query in NEIGHBOURS:
        user, asked = who[level], listing(who[level], query)
        keys = list(asked.households.order_by("-pk").values_list("pk", flat=True))
        for place, key in (("first", keys[1]), ("middle", keys[len(keys) // 2]), ("last", keys[-2])):
            row, sort = Household.objects.get(pk=key), asked.sort
            more = "AND h.category = 'deep'" if "deep" in query else ""
            floor = neighbours_by_sql(user, more, key)
            label = f"{place}, {level}, {query}"
            pairs.append(
                beside(
                    label,
                    lambda a=asked, r=row, s=sort: lists.get_neighbours(a.households, household=r, sort=s),
                    floor,
                )
            )
            if place == "middle":
                address = (
                    f"{reverse('desk:case', args=[key])}?list={query.replace('&', '%26').replace('=', '%3D')}"
                )
                pages.append(beside(f"case page, {label}", page(clients[level], address), bare))
    print_pairs("Next and previous file of a list, selector", "plain SQL", pairs)
    print_pairs("Case page with its neighbours", "signed-in page", pages)


def neighbours_by_sql(user: User, more: str, key: int) -> Action:
    column = user.union.scope_column
    scope = f"SELECT id FROM archives_household h WHERE {column}_id = %s AND state <> 'discarded' {more}"
    return sql(
        f"({scope} AND id < %s ORDER BY id DESC LIMIT 1) UNION ALL ({scope} AND id > %s ORDER BY id LIMIT 1)",
        [user.union_id, key, user.union_id, key],
    )


def measure_statistics(who: dict[str, User], clients: dict[str, Any], bare: Action) -> None:
    pairs, pages = [], []
    for level, user in who.items():
        column = user.union.scope_column
        grouped = sql(
            f"""SELECT category, count(*), sum(persons) FROM archives_statusperiod
                WHERE {column}_id = %s AND from_on <= %s AND (to_on IS NULL OR to_on > %s)
                GROUP BY category""",
            [user.union_id, ON, ON],
        )
        counted = sql(
            f"SELECT count(*) FROM archives_household WHERE {column}_id = %s AND state = 'filed'",
            [user.union_id],
        )
        ask = lambda u=user: get_statistics(user=u, on=ON)  # noqa: E731
        found = get_statistics(user=user, on=ON).total
        note = f"8 tables, two days; {found.households:,} files and {found.households_before:,}"
        pairs.append(beside(f"{level}, beside one GROUP BY of one day", ask, grouped, note))
        pairs.append(beside(f"{level}, beside COUNT(*) by index", ask, counted, note))
        address = reverse("statistics:archive") + f"?on={ON}"
        pages.append(beside(f"statistics page, {level}", page(clients[level], address), bare))
        address = reverse("statistics:files") + f"?on={ON}&category=deep"
        pages.append(
            beside(f"files behind a figure of a past day, {level}", page(clients[level], address), bare)
        )
    print_pairs("Statistics of the archive, selector", "plain SQL", pairs)
    print_pairs("Statistics of the archive, pages", "signed-in page", pages)
