"""QR codes: what is drawn reads back as what was meant, without one wrong bit, and as others draw it."""

import hashlib

import pytest

from hardship.kernel.qr import MASKS, SIZES, correction, make_qr
from hardship.kernel.qr import _patterns as patterns
from hardship.kernel.qr import _way as way

ADDRESS = "https://aid.example.org/leads/fill/abcd-efgh-jkmn-pqrs-tuvw/"


def rows_of(code):
    span = range(code.size)
    return "\n".join("".join("01"[code.modules[x, y]] for x in span) for y in span)


@pytest.mark.parametrize(
    ("text", "size", "expected"),
    [
        ("h", 21, "848f621f7ecfca7e8abac5667957ac0b"),
        (ADDRESS, 33, "55bcbd5e3ad417e34b30410a2b05fa35"),
        ("x" * 106, 41, "536f804ac066bd508901c3133f627c8f"),
    ],
)
def test_it_is_what_another_encoder_draws(text, size, expected):
    """The SHA-256 of the modules that qrcodegen 1.8 makes of the same text at level M."""
    code = make_qr(text)
    assert code.size == size
    assert hashlib.sha256(rows_of(code).encode()).hexdigest()[:32] == expected


def test_correction_is_that_of_the_worked_example():
    """HELLO WORLD at level M, as textbooks of the standard have it."""
    data = bytes([32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17])
    assert list(correction(data, 10)) == [196, 35, 39, 119, 235, 215, 231, 226, 93, 23]


def read(code):
    """The bytes of a code, by the mask that its format names, with the correction of each block compared."""
    number = (code.size - 17) // 4
    blocks, room, fix = SIZES[number]
    fixed, mask = patterns(number), mask_of(code)
    bits = [code.modules[place] != MASKS[mask](*place) for place in way(code.size) if place not in fixed]
    content = bytes(
        int("".join("01"[bit] for bit in bits[at : at + 8]), 2) for at in range(0, len(bits) // 8 * 8, 8)
    )
    data, more = content[: blocks * room], content[blocks * room :]
    parts = [data[place::blocks] for place in range(blocks)]
    assert [more[place::blocks] for place in range(blocks)] == [correction(part, fix) for part in parts]
    return b"".join(parts)


def mask_of(code):
    """The three bits of the format behind the two of the level, which are 00 for M, 10101 taken off."""
    bits = [code.modules[x, 8] for x in (0, 1, 2, 3, 4)]
    level, mask = bits[:2], bits[2:]
    assert level == [True, False]
    return int("".join("01"[bit] for bit in mask), 2) ^ 0b101


@pytest.mark.parametrize("length", [1, 14, 15, 26, 27, 42, 43, 62, 63, 84, 85, 106])
def test_what_is_drawn_reads_back(length):
    text = (ADDRESS * 2)[:length].encode()
    held = read(make_qr(text.decode()))
    assert int.from_bytes(held[: length + 2]) >> 4 == 0x4 << 8 * (length + 1) | length << 8 * length | (
        int.from_bytes(text)
    )


def test_a_path_leaves_the_white_edge_and_what_is_too_long_is_refused():
    code = make_qr(ADDRESS)
    assert code.width == 41
    assert code.path.startswith("M4 4h1v1h-1zM5 4")
    assert code.path.count("M") == sum(code.modules.values())
    with pytest.raises(ValueError, match="too long"):
        make_qr("x" * 107)
