"""A zip that is no report of its own but a folder of reports, as a person packs them: its files, to be read one by one."""

import io
import zipfile

from adcrm.errors import FileRefusedError, Place
from adcrm.imports.containers import MAX_MEMBERS, Allowance, member_name, members_of, own_name, unpacked
from adcrm.settings import settings


def bundled(file: str, data: bytes) -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of each file of a zip of several; none for anything else, as a workbook, and where not all of it can be unpacked.

    The oldest comes first, so that of two downloads of the same days the newer one has the last word. Zips inside it stay as they are.
    Asked only of a file that was refused as a whole: the cards that Google hands out as a zip are one report.
    """
    if not data.startswith(b"PK"):
        return ()
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):  # the refusal of the whole file says it
        return ()
    allowed = Allowance(settings().max_file_mb * 1_000_000)
    with archive:
        members = sorted(members_of(archive), key=lambda member: member.date_time)
        is_workbook = any(member.filename == "[Content_Types].xml" for member in members)
        if is_workbook or not 1 < len(members) <= MAX_MEMBERS or sum(member.file_size for member in members) > allowed.left:
            return ()
        names: set[str] = set()
        try:
            return tuple((own_name(member_name(member), names), unpacked(archive, member, Place(file), allowed)) for member in members)
        except FileRefusedError:
            return ()
