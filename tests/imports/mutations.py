"""Damages files in the ways that files get damaged: cut, mixed, saved again by the wrong program, edited by hand, flipped on the way."""

import random
import re
from collections.abc import Callable

Damage = Callable[[bytes, random.Random], bytes]


def _flip(data: bytes, dice: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(dice.randrange(1, 20)):
        made[dice.randrange(len(made))] = dice.randrange(256)
    return bytes(made)


def _cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def _lose_a_piece(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + data[at + dice.randrange(1, 400) :]


def _double_a_piece(data: bytes, dice: random.Random) -> bytes:
    at, length = dice.randrange(len(data)), dice.randrange(1, 3000)
    return data[: at + length] + data[at : at + length] + data[at + length :]


def _shuffle_lines(data: bytes, dice: random.Random) -> bytes:
    lines = data.split(b"\n")
    dice.shuffle(lines)
    return b"\n".join(lines)


def _other_separator(data: bytes, dice: random.Random) -> bytes:
    old, new = dice.sample([b",", b";", b"\t", b"|"], 2)
    return data.replace(old, new) if dice.random() < 0.5 else data.replace(old, new, dice.randrange(1, 200))


def _odd_signs(data: bytes, dice: random.Random) -> bytes:
    sign = dice.choice([b'"', b"\x00", b"\r", b"\n", b"\xff", b"\xe2\x80\xae", b"'", b"\\", b"\x1a", b"=cmd|'/c calc'!A1", b"1e999", b"-0", b"NaN"])
    for _ in range(dice.randrange(1, 8)):
        at = dice.randrange(len(data))
        data = data[:at] + sign + data[at:]
    return data


def _other_figures(data: bytes, dice: random.Random) -> bytes:
    """Single figures replaced by what no figure is, or by one that cannot be."""
    odd = [b"-5", b"9" * 30, b"1.2.3", b"abc", b"1e5", b"$7", b"0x1F", b"12,5", b"", b"--", b"3.999", b"1/2/3", b"2026-02-31"]
    spots = list(re.finditer(rb"\d+", data))
    for spot in sorted(dice.sample(spots, min(len(spots), dice.randrange(1, 6))), key=lambda one: -one.start()):
        data = data[: spot.start()] + dice.choice(odd) + data[spot.end() :]
    return data


def _saved_again(data: bytes, dice: random.Random) -> bytes:
    """Read in one encoding and written in another."""
    text = data.decode(dice.choice(["utf-8", "gb18030", "latin-1", "utf-16"]), "replace")
    return text.encode(dice.choice(["utf-8", "utf-8-sig", "gb18030", "latin-1", "utf-16", "utf-32"]), "replace")


def _longer(data: bytes, dice: random.Random) -> bytes:
    """A cell of a megabyte, or ten thousand empty columns."""
    at = dice.randrange(len(data))
    return data[:at] + (b"x" * 1_000_000 if dice.random() < 0.5 else b"," * 10_000) + data[at:]


DAMAGES: tuple[Damage, ...] = (
    *(_flip, _cut, _lose_a_piece, _double_a_piece, _shuffle_lines, _other_separator, _odd_signs, _other_figures, _other_figures, _saved_again),
)


def damaged(data: bytes, other: bytes, dice: random.Random) -> bytes:
    """``data`` with one to three kinds of damage; now and then joined with another file, or made very long."""
    if dice.random() < 0.05:
        data = data + other if dice.random() < 0.5 else data[: len(data) // 2] + other[len(other) // 2 :]
    if dice.random() < 0.01:
        data = _longer(data, dice)
    for _ in range(dice.choice((1, 1, 2, 3))):
        if data:
            data = dice.choice(DAMAGES)(data, dice)
    return data
