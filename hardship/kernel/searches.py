"""What somebody types into a search box: what it is, and how a session keeps it.

What was searched for stays in the session under a token: no name or number stands in an address, and of an ID
number or a phone the session holds the blind index and the mask, not the number.
"""

import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass

from django.contrib.sessions.backends.base import SessionBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from hardship.kernel import documents, names
from hardship.kernel.fields import blind_index, tail_index
from hardship.kernel.pages import PLACES

SLOT = "searches"
KEPT = 20
LONGEST = 60
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
ID_NUMBER = re.compile(r"\d{17}[\dXx]")
TAIL = re.compile(r"\d{3}[\dXx]")
LETTERS = re.compile(r"[a-zA-Z ]+")
KIND_LABELS = {
    "id_number": gettext_lazy("证件号"),
    "phone": gettext_lazy("电话"),
    "tail": gettext_lazy("末四位"),
    "name": gettext_lazy("姓名"),
    "pinyin": gettext_lazy("拼音"),
    "file_no": gettext_lazy("档案号"),
}


@dataclass(frozen=True)
class Search:
    """What somebody looks for. `value` is what the database compares: of a number only its blind index, in
    hexadecimal; `shown` may stand on a page."""

    kind: str
    value: str
    shown: str

    @property
    def told(self) -> list[str]:
        """What a workbook says of it."""
        return [f"{KIND_LABELS[self.kind]}：{self.shown}"]


def read_search(text: str) -> Search | None:
    """Tell an ID number, a phone, the last four places of either, a name, pinyin or a file number apart;
    None for nothing to look for. Numbers of passports and permits look like file numbers: see `find`."""
    plain = documents.normalise(text)
    if not plain:
        return None
    if ID_NUMBER.fullmatch(plain) and not plain.startswith("9"):  # with 9 begin foreigners' residence cards
        number = plain.upper()
        return Search("id_number", blind_index(number, "id_number").hex(), documents.mask_id(number))
    if TAIL.fullmatch(plain):
        tail = plain.upper()
        indexes = (tail_index(tail, "id_number").hex(), tail_index(tail, "phone").hex(), tail)
        return Search("tail", ",".join(indexes), tail)
    if not HAN.search(plain) and (phone := _phone(plain)):
        return Search("phone", blind_index(phone, "phone").hex(), documents.mask_phone(phone))
    name = names.clean_name(text)
    if LETTERS.fullmatch(name):
        return Search("pinyin", name.replace(" ", "").lower(), name)
    if HAN.search(plain) and not any(char.isdigit() for char in plain):
        return Search("name", name, name)
    return Search("file_no", plain, plain)


def remember(session: SessionBase, search: Search) -> str:
    """Keep a search and return its token; the oldest of twenty go."""
    kept: dict[str, dict[str, str]] = session.get(SLOT, {})
    for token, held in kept.items():
        if held == asdict(search):
            return token
    token = secrets.token_urlsafe(9)
    session[SLOT] = dict([*kept.items(), (token, asdict(search))][-KEPT:])
    return token


def on_to(name: str, sent: Mapping[str, str], narrowed: Mapping[str, str], session: SessionBase) -> str:
    """The address of the list `name` for what was typed and sent as `text`, its other conditions kept."""
    search = read_search(sent.get("text", "")[:LONGEST].strip())
    kept = {key: value for key, value in narrowed.items() if key not in (*PLACES, "q") and value}
    token = {"q": remember(session, search)} if search else {}
    return f"{reverse(name)}?{urlencode({**kept, **token})}"


def recall(session: SessionBase, token: str, kinds: Collection[str] = KIND_LABELS) -> Search | None:
    """The search of this token, or None when this session does not know it or it is of none of the `kinds`
    that the list at hand understands."""
    held = session.get(SLOT, {}).get(token)
    return Search(**held) if held and held["kind"] in kinds else None


def _phone(text: str) -> str:
    try:
        return documents.check_phone(text)
    except documents.DocumentError:
        return ""
