"""The records of an XML file one by one, however large it is; a document type with its entities is never read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element
from xml.parsers import expat

from pmo_xl.adopt.sources.model import NotTakenError
from pmo_xl.core.base.text import t

PIECE = 1 << 16
"""Bytes that are parsed at a time."""
DEEPEST = 100
"""Elements within one another: a file of project software has ten."""


def records(
    data: bytes, root: str, kept: Collection[str], passed_over: Collection[str] = ()
) -> Iterator[Element]:
    """The elements of a file whose names are ``kept``, without namespace, in their order; those ``passed_over`` in them are not built.

    Texts of the root's own children come first as they are met, each as an element of that name. Raises NotTakenError
    for a file that is cut or no XML, for one of another root, and for one with a document type.
    """
    reader = _Reader(root, kept, passed_over)
    parser = reader.parser
    try:
        for start in range(0, len(data), PIECE):
            parser.Parse(data[start : start + PIECE], False)
            yield from reader.taken()
        parser.Parse(b"", True)
    except expat.ExpatError as problem:
        where = {"line": problem.lineno, "why": expat.ErrorString(problem.code)}
        raise NotTakenError(DAMAGED.fill(**where), EXPORT_AGAIN) from problem
    except (LookupError, ValueError) as problem:
        raise NotTakenError(ENCODING, EXPORT_AGAIN, str(problem)) from problem
    yield from reader.taken()


class _Reader:
    """Builds the elements that are wanted, and nothing else."""

    def __init__(self, root: str, kept: Collection[str], passed_over: Collection[str]) -> None:
        self._root, self._kept, self._over = root, kept, passed_over
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._depth = self._skipped = 0
        self._ready: list[Element] = []
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse

    def taken(self) -> list[Element]:
        """What is complete since this was asked last."""
        ready, self._ready = self._ready, []
        return ready

    def _refuse(self, *_: object) -> None:
        raise NotTakenError(ENTITIES, EXPORT_AGAIN, self.parser.CurrentLineNumber)

    def _start(self, name: str, _: object) -> None:
        name = name.rpartition("}")[2]
        self._depth += 1
        if self._depth == 1 and name != self._root:
            raise NotTakenError(OTHER_ROOT.fill(root=self._root), EXPORT_AGAIN, name[:80])
        if self._depth > DEEPEST:
            raise NotTakenError(DEEP.fill(line=self.parser.CurrentLineNumber), EXPORT_AGAIN)
        if self._skipped or name in self._over:
            self._skipped += 1
        elif self._open or name in self._kept or self._depth == 2:
            self._open.append(Element(name))
            self._texts.append([])

    def _text(self, words: str) -> None:
        if self._open and not self._skipped:
            self._texts[-1].append(words)

    def _end(self, _: str) -> None:
        self._depth -= 1
        if self._skipped:
            self._skipped -= 1
            return
        if not self._open:
            return
        element = self._open.pop()
        element.text = "".join(self._texts.pop()).strip() or None
        if element.tag in self._kept:
            self._ready.append(element)
        elif self._open:
            self._open[-1].append(element)
        elif element.text is not None:
            self._ready.append(element)


DAMAGED = t("The file is cut or damaged at line {line}: {why}.", "Le fichier est tronqué ou endommagé à la ligne {line} : {why}.")  # fmt: skip
ENTITIES = t(
    "The file declares a document type with entities: such a file is never read.",
    "Le fichier déclare un type de document avec des entités : un tel fichier n’est jamais lu.",
)
ENCODING = t("The file names an encoding that is not known.", "Le fichier annonce un encodage inconnu.")
DEEP = t(
    "Line {line} lies deeper than any plan goes.",
    "La ligne {line} est imbriquée plus que dans aucun planning.",
)
OTHER_ROOT = t(
    "The XML file is no plan of Microsoft Project: its root is not “{root}”.",
    "Le fichier XML n’est pas un planning Microsoft Project : sa racine n’est pas « {root} ».",
)
EXPORT_AGAIN = t(
    "Save it again from the program that made it, as Microsoft Project XML.",
    "Enregistrez-le à nouveau depuis le programme d’origine, au format XML de Microsoft Project.",
)
