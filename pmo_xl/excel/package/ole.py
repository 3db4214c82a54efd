"""The compound file around an old .xls, and around every password-protected workbook."""

from __future__ import annotations

import io

from pmo_xl.core.flow.raw import Unreadable
from pmo_xl.excel.package.refused import RefusedError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def biff_stream(data: bytes) -> bytes:
    """The stream of an .xls that holds the workbook; refuses what is encrypted or no workbook.

    Raises whatever meets olefile in a file that is not whole.
    """
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as file:
        if file.exists("EncryptedPackage") or file.exists("EncryptionInfo"):
            raise RefusedError(Unreadable.PASSWORD, "the whole file is encrypted")
        name = next((name for name in ("Workbook", "Book") if file.exists(name)), None)
        if name is None:
            raise RefusedError(Unreadable.NOT_A_WORKBOOK, "an Office file without a workbook in it")
        content: bytes = file.openstream(name).read()
        return content
