"""What the name of a scan says: whose it is, and what. Pure.

身份证号_种类.jpg is what people are told; 姓名-种类 (2).jpg, 全角 letters, blanks and a folder for each
person are what they send.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from cases.policies.states import VISIT_KINDS, EvidenceKind
from hardship.kernel.documents import mask_card, mask_id, mask_phone

NUMBER = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9Xx])")
LONG = re.compile(r"[0-9]{11,}[Xx]?")  # numbers of persons, cards and telephones, and what may be one
PHONE, IDS = 11, (15, 18)  # digits
COUNTER = re.compile(r"(?:[\s_-]*\([0-9]{1,3}\)|[\s_-]+(?:副本|copy|[0-9]{1,3}))+$", re.IGNORECASE)
NOISE = re.compile(r"正反面|[正反背]面|复印件|扫描件|照片|原件")
BETWEEN = re.compile(r"[\s_\-—–、,，;；+&/.()\[\]【】]+")
PERSON = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134f·]{2,20}")
# The usual short forms, the longer before the shorter where one holds the other.
WORDS: tuple[tuple[str, EvidenceKind], ...] = (
    ("承诺授权", EvidenceKind.CONSENT), ("承诺书", EvidenceKind.CONSENT), ("授权书", EvidenceKind.CONSENT),
    ("授权委托书", EvidenceKind.CONSENT), ("承诺", EvidenceKind.CONSENT), ("授权", EvidenceKind.CONSENT),
    ("出院小结", EvidenceKind.MEDICAL_RECORD), ("出院记录", EvidenceKind.MEDICAL_RECORD),
    ("病历", EvidenceKind.MEDICAL_RECORD), ("费用清单", EvidenceKind.FEE_LIST),
    ("医疗费", EvidenceKind.FEE_LIST), ("诊断", EvidenceKind.DIAGNOSIS), ("病情证明", EvidenceKind.DIAGNOSIS),
    ("录取通知", EvidenceKind.ADMISSION), ("在校证明", EvidenceKind.ADMISSION),
    ("学籍", EvidenceKind.ADMISSION),
    ("学费", EvidenceKind.TUITION_INVOICE), ("残疾证", EvidenceKind.DISABILITY),
    ("残疾", EvidenceKind.DISABILITY),
    ("残联证", EvidenceKind.DISABILITY), ("低保证", EvidenceKind.DIBAO), ("低保", EvidenceKind.DIBAO),
    ("劳动合同", EvidenceKind.LABOUR_CONTRACT), ("合同", EvidenceKind.LABOUR_CONTRACT),
    ("房产证", EvidenceKind.HOUSING), ("住房", EvidenceKind.HOUSING), ("租房", EvidenceKind.HOUSING),
    ("收入", EvidenceKind.INCOME), ("工资", EvidenceKind.INCOME), ("困难证明", EvidenceKind.HARDSHIP),
    ("户口", EvidenceKind.HOUSEHOLD_REGISTER), ("户籍", EvidenceKind.HOUSEHOLD_REGISTER),
    ("身份证", EvidenceKind.ID_CARD), ("其他", EvidenceKind.OTHER),
)  # fmt: skip
LABELS = tuple((str(kind.label), kind) for kind in EvidenceKind if kind not in VISIT_KINDS)
# Documents of one person; the others are of the household.
PERSONAL = frozenset(
    {
        EvidenceKind.ID_CARD, EvidenceKind.INCOME, EvidenceKind.DIAGNOSIS, EvidenceKind.MEDICAL_RECORD,
        EvidenceKind.FEE_LIST, EvidenceKind.ADMISSION, EvidenceKind.TUITION_INVOICE, EvidenceKind.DISABILITY,
        EvidenceKind.LABOUR_CONTRACT,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Named:
    """What a name says: an ID number or else a person's name, and the kind; each '' where it says nothing.
    `person` and `number` are personal: they go into no log, address or message."""

    number: str
    person: str
    kind: str


def read_name(name: str) -> Named:
    """Whose scan it is and what, by its file name and the folder that it lies in."""
    path = PurePosixPath(_plain(name))
    stem = COUNTER.sub("", path.stem)
    for text in (stem, f"{path.parent.name} {stem}"):
        found = _read(text)
        if (found.number or found.person) and found.kind:
            return found
    return found


def list_folders(name: str) -> list[str]:
    """The names of the folders that a file lies in, the nearest first."""
    return [part for part in reversed(PurePosixPath(_plain(name)).parent.parts) if part != "/"]


def read_folder(folder: str) -> Named:
    """Whose a scan may be by a folder that it lies in; kinds are not looked for."""
    found = _read(COUNTER.sub("", folder))
    return Named(found.number, found.person, "")


def mask_folder(name: str) -> str:
    """The folders of a file as they are shown and kept, long numbers masked."""
    kept = (part for part in _plain(name).rpartition("/")[0].split("/") if part not in ("", ".", ".."))
    return mask_text("/".join(kept))[-120:]


def mask_name(name: str) -> str:
    """The name as it is shown and kept: without its folders, long numbers masked as their kind is."""
    return mask_text(_plain(name).rpartition("/")[2])[-120:]


def mask_text(text: str) -> str:
    """What stands in a name, with its folders, as it is shown and kept: to be looked for among those."""
    return LONG.sub(lambda found: _mask(found[0]), _plain(text))


def _plain(name: str) -> str:
    """However it was typed and whatever packed it."""
    return unicodedata.normalize("NFKC", name).replace("\\", "/")


def _mask(number: str) -> str:
    if len(number) == PHONE:
        return mask_phone(number)
    return mask_id(number) if len(number) in IDS else mask_card(number)


def _read(text: str) -> Named:
    number = NUMBER.search(text)
    rest = NOISE.sub(" ", NUMBER.sub(" ", text))
    kind, word = _kind(rest)
    names = [
        part for part in BETWEEN.split(rest.replace(word, " ") if word else rest) if PERSON.fullmatch(part)
    ]
    person = names[0] if len(names) == 1 else ""
    return Named(number[0].upper() if number else "", "" if number else person, kind)


def _kind(text: str) -> tuple[str, str]:
    """The kind and the word that says it: its full name before a short form, of several the longest."""
    words = sorted((*LABELS, *WORDS), key=lambda pair: -len(pair[0]))
    return next(((kind.value, word) for word, kind in words if word in text), ("", ""))
