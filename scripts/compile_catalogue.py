"""Compiles a translation: ``compile_catalogue.py FILE.po FILE.mo``.

Babel's own command takes "95 % interval" for a place of Python's old text formatting and refuses its translation; the places of this
program are in braces, and tests/test_catalogue.py holds them against each other.
"""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

source, target = map(Path, sys.argv[1:])
with source.open("rb") as text, target.open("wb") as compiled:
    write_mo(compiled, read_po(text, locale=source.parent.parent.name))
