"""Old workbooks (.xls, and .et of WPS): a compound file with a stream of records, looked through first.

[MS-CFB] for the file, [MS-XLS] for the records. The parser lays out the rectangle between the first and the
last cell of a sheet, so that is measured here; what is locked or holds macros is refused.
"""

import struct
from collections.abc import Iterator

from hardship.kernel.sheets.container import refusal

MOST_CELLS = 8_000_000  # of the rectangle: some 250 MB while it is read
_END = 0xFFFFFFFA  # from here on a sector number is a mark
_STREAMS = ("Workbook", "Book")
_MACROS = ("_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA")
_CELLS = frozenset({0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E})
_SEVERAL = frozenset({0x00BD, 0x00BE})  # cells side by side: the last column stands at the end
_BOF, _FILEPASS = 0x0809, 0x002F
_MACRO_SHEETS = frozenset({0x0006, 0x0040})  # Visual Basic module, Excel 4.0 macro sheet


def check_old(content: bytes) -> None:
    """Raises SheetError with one of the codes damaged, not_excel, password, macro, too_big."""
    try:
        streams = _Compound(content)
        if any(name in streams.names for name in _MACROS):
            raise refusal("macro")
        stream = next((streams.names[name] for name in _STREAMS if name in streams.names), None)
        if stream is None:
            raise refusal("not_excel")
        _check_records(streams.read(*stream))
    except (struct.error, IndexError, OverflowError):
        raise refusal("damaged") from None


class _Compound:
    """The streams of a compound file by name: where each begins and how long it is."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise refusal("damaged")
        self._size = 1 << shift
        self._most = len(content) // self._size + 2
        first_directory, self._cutoff = struct.unpack_from("<I4xI", content, 48)
        (first_mini,) = struct.unpack_from("<I", content, 60)
        self._table = self._read_table()
        self._mini_table = struct.iter_unpack("<I", self._chain(first_mini)) if first_mini < _END else ()
        self._mini = [number for (number,) in self._mini_table]
        self.names = self._read_directory(self._chain(first_directory))
        self._ministream = self._chain(self.names.pop("", (_END, 0))[0])

    def read(self, start: int, length: int) -> bytes:
        """The bytes of a stream; a short one lies in small pieces within another."""
        if length >= self._cutoff:
            return self._chain(start)[:length]
        pieces: list[bytes] = []
        number = start
        while number < _END and len(pieces) <= len(self._mini):
            pieces.append(self._ministream[number * 64 : number * 64 + 64])
            number = self._mini[number]
        return b"".join(pieces)[:length]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._content[start : start + self._size]

    def _read_table(self) -> list[int]:
        """The sector that follows each sector."""
        listed = list(struct.unpack_from("<109I", self._content, 76))
        following, count = struct.unpack_from("<II", self._content, 68)
        for _turn in range(min(count, self._most)):
            if following >= _END:
                break
            numbers = struct.unpack(f"<{self._size // 4}I", self._sector(following))
            listed += numbers[:-1]
            following = numbers[-1]
        table: list[int] = []
        for number in listed[: self._most]:
            if number < _END:
                table += (one for (one,) in struct.iter_unpack("<I", self._sector(number)))
        return table

    def _chain(self, start: int) -> bytes:
        pieces, number = [], start
        while number < _END:
            pieces.append(self._sector(number))
            if len(pieces) > self._most:
                raise refusal("damaged")
            number = self._table[number]
        return b"".join(pieces)

    @staticmethod
    def _read_directory(entries: bytes) -> dict[str, tuple[int, int]]:
        """Start and length by name; the root, which holds the small pieces, under ''."""
        found = {}
        for place in range(0, len(entries) - 127, 128):
            length, kind = struct.unpack_from("<HB", entries, place + 64)
            start, size = struct.unpack_from("<II", entries, place + 116)
            name = entries[place : place + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            if kind:
                found["" if kind == 5 else name] = (start, size)
        return found


def _check_records(stream: bytes) -> None:
    """The rectangles of all sheets together: the parser lays out each of them when it opens the file."""
    others, last_row, last_column = 0, -1, -1
    for kind, place, length in _records(stream):
        if kind == _FILEPASS:
            raise refusal("password")
        if kind == _BOF:
            others += (last_row + 1) * (last_column + 1)
            last_row = last_column = -1
            if struct.unpack_from("<H", stream, place + 2)[0] in _MACRO_SHEETS:
                raise refusal("macro")
        elif kind in _CELLS:
            row, column = struct.unpack_from("<HH", stream, place)
            if kind in _SEVERAL:
                (column,) = struct.unpack_from("<H", stream, place + length - 2)
            last_row, last_column = max(last_row, row), max(last_column, column)
            if others + (last_row + 1) * (last_column + 1) > MOST_CELLS:
                raise refusal("too_big")


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """The kind of each record, where its data begins and how long it is."""
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, place + 4, length
        place += 4 + length
