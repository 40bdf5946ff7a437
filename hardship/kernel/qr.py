"""QR codes (ISO/IEC 18004) for the address on a poster that a telephone reads.

Only what that needs: bytes, level M (15 % of a poster may be torn or dirty), sizes 1 to 6, which is an
address of 106 bytes. tests/kernel/test_qr.py reads what is drawn back and compares it with
another encoder's. Drawn here because no package of the lock draws one, and a page of code that does not
change is less than one more.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

QUIET = 4  # modules of white around the code, without which cameras do not find it
# Size: blocks, bytes of data in each, bytes of correction in each; at level M the blocks are alike up to 6.
SIZES = {1: (1, 16, 10), 2: (1, 28, 16), 3: (1, 44, 26), 4: (2, 32, 18), 5: (2, 43, 24), 6: (4, 27, 16)}
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda x, y: (x + y) % 2 == 0,
    lambda x, y: y % 2 == 0,
    lambda x, y: x % 3 == 0,
    lambda x, y: (x + y) % 3 == 0,
    lambda x, y: (x // 3 + y // 2) % 2 == 0,
    lambda x, y: x * y % 2 + x * y % 3 == 0,
    lambda x, y: (x * y % 2 + x * y % 3) % 2 == 0,
    lambda x, y: ((x + y) % 2 + x * y % 3) % 2 == 0,
)
Place = tuple[int, int]  # column and row, from the upper left
Modules = dict[Place, bool]  # True is black


@dataclass(frozen=True)
class QrCode:
    """`modules` lie in a square of `size`; `path` draws them as SVG in one of `width`, edge included."""

    size: int
    modules: Modules

    @property
    def width(self) -> int:
        return self.size + 2 * QUIET

    @property
    def path(self) -> str:
        dark = sorted((y, x) for (x, y), is_dark in self.modules.items() if is_dark)
        return "".join(f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, x in dark)


def make_qr(text: str) -> QrCode:
    """The smallest code that holds the text. Raises ValueError for more than 106 bytes of UTF-8."""
    data = text.encode()
    fitting = [number for number, (blocks, room, _fix) in SIZES.items() if len(data) + 2 <= blocks * room]
    if not fitting:
        raise ValueError("The address is too long for a QR code.")
    number = fitting[0]
    size, fixed = 17 + 4 * number, _patterns(number)
    bits = _bits(_protected(_padded(data, number), number))
    free = [place for place in _way(size) if place not in fixed]
    plain = {place: next(bits, False) for place in free}  # a few places stay over
    drawn = [_masked(plain, fixed, size, mask) for mask in range(len(MASKS))]
    return QrCode(size, min(drawn, key=lambda modules: _penalty(modules, size)))


def _padded(data: bytes, number: int) -> bytes:
    """Mode, length, data, and the filling that the standard asks for."""
    blocks, room, _fix = SIZES[number]
    head = (0x4 << 8 | len(data)) << 8 * len(data) | int.from_bytes(data)
    content = (head << 4).to_bytes(len(data) + 2)
    rest = blocks * room - len(content)
    return content + (b"\xec\x11" * rest)[:rest]


def _protected(content: bytes, number: int) -> bytes:
    """Blocks with their correction, interleaved."""
    blocks, room, fix = SIZES[number]
    parts = [content[place * room : (place + 1) * room] for place in range(blocks)]
    fixes = [correction(part, fix) for part in parts]
    return bytes(byte for group in (parts, fixes) for column in zip(*group, strict=True) for byte in column)


def correction(part: bytes, count: int) -> bytes:
    """The `count` bytes of Reed-Solomon correction of a block, over GF(256) with the polynomial 0x11d."""
    divisor, root = [0] * (count - 1) + [1], 1
    for _step in range(count):
        shifted = [*divisor[1:], 0]
        divisor = [times(old, root) ^ new for old, new in zip(divisor, shifted, strict=True)]
        root = times(root, 2)
    rest = [0] * count
    for byte in part:
        factor = byte ^ rest[0]
        rest = [old ^ times(by, factor) for old, by in zip([*rest[1:], 0], divisor, strict=True)]
    return bytes(rest)


def times(one: int, other: int) -> int:
    """The product in that field."""
    product = 0
    for place in range(7, -1, -1):
        product = product << 1 ^ (product >> 7) * 0x11D
        product ^= (other >> place & 1) * one
    return product


def _bits(content: bytes) -> Iterator[bool]:
    return (bool(byte >> place & 1) for byte in content for place in range(7, -1, -1))


def _way(size: int) -> Iterator[Place]:
    """Every place in the order in which bits are laid: up and down in pairs of columns, from the right."""
    rights = [right for right in range(size - 1, 7, -2)] + [5, 3, 1]
    for turn, right in enumerate(rights):
        rows = range(size) if turn % 2 else range(size - 1, -1, -1)
        yield from ((right - side, y) for y in rows for side in (0, 1))


def _patterns(number: int) -> Modules:
    """What holds no data: lines of timing, the three eyes, the mark of alignment, room for the format."""
    size = 17 + 4 * number
    far = size - 7
    fixed: Modules = {}
    for place in range(size):
        fixed[place, 6] = fixed[6, place] = place % 2 == 0
    for x, y in ((0, 0), (far, 0), (0, far)):
        fixed |= _square(x - 1, y - 1, size, lambda ring: ring not in (2, 4), 4)
    if number > 1:
        fixed |= _square(far - 2, far - 2, size, lambda ring: ring != 1, 2)
    return fixed | dict.fromkeys(_format_places(size), False) | {(8, far - 1): True}


def _square(left: int, top: int, size: int, is_dark: Callable[[int], bool], reach: int) -> Modules:
    """Rings around a middle, as far as they lie within the code."""
    span = range(2 * reach + 1)
    return {
        (left + x, top + y): is_dark(max(abs(x - reach), abs(y - reach)))
        for x in span
        for y in span
        if 0 <= left + x < size and 0 <= top + y < size
    }


def _format_places(size: int) -> list[Place]:
    """Where the fifteen bits of the format stand, the last bit first, and where they stand again."""
    first = [(8, y) for y in (0, 1, 2, 3, 4, 5, 7, 8)] + [(x, 8) for x in (7, 5, 4, 3, 2, 1, 0)]
    again = [(size - 1 - step, 8) for step in range(8)] + [(8, size - 7 + step) for step in range(7)]
    return first + again


def _masked(plain: Modules, fixed: Modules, size: int, mask: int) -> Modules:
    """The data under a mask, with everything that stands fast and the format that names the mask."""
    turned = {(x, y): dark != MASKS[mask](x, y) for (x, y), dark in plain.items()}
    rest = mask  # level M is written 00
    for _step in range(10):
        rest = rest << 1 ^ (rest >> 9) * 0x537
    code = (mask << 10 | rest) ^ 0x5412
    bits = [bool(code >> place & 1) for place in range(15)]
    return fixed | turned | dict(zip(_format_places(size), bits * 2, strict=True))


def _penalty(modules: Modules, size: int) -> int:
    """How hard the code is to read: long runs, squares, what looks like an eye, more of one colour."""
    rows = ["".join("01"[modules[x, y]] for x in range(size)) for y in range(size)]
    lines = rows + ["".join(column) for column in zip(*rows, strict=True)]
    runs = sum(len(run) - 2 for line in lines for run in re.findall("0{5,}|1{5,}", line))
    eyes = sum(len(re.findall("(?=10111010000|00001011101)", line)) for line in lines)
    span = range(size - 1)
    squares = sum(
        modules[x, y] == modules[x + 1, y] == modules[x, y + 1] == modules[x + 1, y + 1]
        for x in span
        for y in span
    )
    share = 100 * sum(modules.values()) / size**2
    return runs + 3 * squares + 40 * eyes + 10 * int(abs(share - 50) / 5)
