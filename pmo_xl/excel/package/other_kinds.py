"""What a file is that is no workbook: the kinds that people send in place of one, in words."""

from __future__ import annotations

import io
import re
import zipfile

from pmo_xl.core.base.text import Text, t

_HEAD = 4096
_MARKUP = (
    (re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet|progid=\"Excel\.Sheet\""),
     t("an XML spreadsheet of Excel 2003", "une feuille de calcul XML d’Excel 2003")),
    (re.compile(rb"urn:oasis:names:tc:opendocument"),
     t("a flat OpenDocument file", "un fichier OpenDocument à plat")),
    (re.compile(rb"schemas\.microsoft\.com/project"), t("a Microsoft Project file in XML", "un fichier XML de Microsoft Project")),
    (re.compile(rb"<(?:!doctype\s+html|html|table|body)[\s>]", re.IGNORECASE),
     t("a web page saved under the name of a workbook", "une page web enregistrée sous le nom d’un classeur")),
)  # fmt: skip
_BEGINNINGS = (
    (b"%PDF", t("a PDF document", "un document PDF")),
    (b"\x89PNG", t("a picture", "une image")),
    (b"\xff\xd8\xff", t("a picture", "une image")),
    (b"{\\rtf", t("a text document (RTF)", "un document texte (RTF)")),
    (b"7z\xbc\xaf", t("a compressed archive", "une archive compressée")),
    (b"Rar!", t("a compressed archive", "une archive compressée")),
    (b"\x1f\x8b", t("a compressed archive", "une archive compressée")),
)
_INSIDE = (
    (re.compile(r"(?:^|/)Index(?:\.zip|/)", re.MULTILINE), t("an Apple Numbers document", "un document Apple Numbers")),
    (re.compile(r"^word/", re.MULTILINE), t("a Word document", "un document Word")),
    (re.compile(r"^ppt/", re.MULTILINE), t("a PowerPoint presentation", "une présentation PowerPoint")),
    (re.compile(r"\.xls[xmb]?$", re.MULTILINE | re.IGNORECASE),
     t("a zip archive with workbooks in it", "une archive zip qui contient des classeurs")),
)  # fmt: skip
ARCHIVE = t("a zip archive without a workbook in it", "une archive zip sans classeur")
PLAIN = t("plain text, such as a CSV file", "du texte brut, par exemple un fichier CSV")
ANOTHER = t("another kind of file, whatever its name says", "un autre type de fichier, malgré son nom")


def kind_of(data: bytes) -> Text:
    """What the bytes of a file that no reader of workbooks takes are, as far as its beginning tells."""
    head = data[:_HEAD]
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head.startswith(b"PK"):
        return _of_package(data)
    text = head.replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
    if text.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        return next((kind for sign, kind in _MARKUP if sign.search(text)), ANOTHER)
    control = text.translate(None, bytes(range(32, 256)) + b"\t\r\n\f\x1a")
    return PLAIN if text.strip() and not control else ANOTHER


def _of_package(data: bytes) -> Text:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = "\n".join(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return ANOTHER
    return next((kind for sign, kind in _INSIDE if sign.search(names)), ARCHIVE)
