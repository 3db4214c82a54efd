"""Blank templates to send out: of one kind, of several, or all kinds in one pack."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pmo_xl.catalog.templates import templates_of
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import fold, languages, t
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.definition.model import Template
from pmo_xl.core.settings.brand import PLAIN, Brand
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.excel.template.workbook import make_workbook
from pmo_xl.steps.one_return.examine import examine
from pmo_xl.workspace.files import ALL, PACK, write_whole


def write_templates(
    kinds: Sequence[str],
    out: Path,
    language: str = "en",
    profile: Profile = Profile.STANDARD,
    holidays: Sequence[dt.date] = (),
    templates: Templates | None = None,
    brand: Brand = PLAIN,
) -> list[Path]:
    """Write the blanks of some kinds (``pack``: all kinds in one workbook; ``all``: everything) into *out*.

    ``templates`` are those in force; by default the standard ones. A blank that is there is replaced; raises NothingToDo, before anything is written, for any other file.
    """
    templates = templates or templates_of()
    known = templates.by_kind
    wanted = [*known, PACK] if ALL in kinds else list(dict.fromkeys(kinds))
    unknown = [kind for kind in wanted if kind not in known and kind != PACK]
    if unknown or not wanted:
        raise NothingToDo(
            t("There is no template “{kind}”. Choose among: {known}.", "Il n’y a pas de modèle « {kind} ». Choisissez parmi : {known}.")
            .fill(kind=unknown, known=[*known, PACK, ALL])
        )  # fmt: skip
    check_language(language)
    taken = [
        path
        for kind in wanted
        if (path := out / workbook_name(kind, language, templates)).is_file()
        and not is_blank(path, templates)
    ]
    if taken:
        raise NothingToDo(
            t("{file} is there and is no blank template: it is not overwritten. Choose another folder with --out.",
              "{file} existe et n’est pas un modèle vierge : il n’est pas écrasé. Choisissez un autre dossier avec --out.")
            .fill(file=taken[0])
        )  # fmt: skip
    return [
        write_whole(
            out / workbook_name(kind, language, templates),
            partial(
                make_workbook,
                templates=in_one_workbook(templates, kind),
                record=templates.record,
                language=language,
                profile=profile,
                holidays=holidays,
                brand=brand,
            ),
        )
        for kind in wanted
    ]


def is_blank(path: Path, templates: Templates) -> bool:
    """Whether a file is a template of ours in which nobody has typed."""
    held = examine(read_workbook(path, path.name), templates, Profile.LIGHT)
    record = held.record
    typed = record is None or any(what is not None for cells in record.values.values() for what in cells)
    filled = any(
        what is not None
        for checked in held.tables
        for key, cells in checked.values.items()
        if key not in templates.tables[checked.located.sheet.key].seed
        for what in cells
    )
    return bool(held.kinds) and not filled and not typed


def workbook_name(kind: str, language: str, templates: Templates) -> str:
    """What the workbook of a kind is called: by its key, and in French by its French name."""
    if language != "fr":
        return f"{kind}.xlsx"
    if kind == PACK:
        words = FRENCH_PACK
    else:
        words = templates.by_kind[kind].french_file or templates.by_kind[kind].tables[0].heading.fr
    return f"{re.sub('[^a-z0-9]+', '_', fold(words)).strip('_')}.xlsx"


FRENCH_PACK = "Dossier projet"


def in_one_workbook(templates: Templates, kind: str) -> list[Template]:
    """The templates that stand in one workbook: that of the kind, or all of them in a pack."""
    return list(templates.all) if kind == PACK else [templates.by_kind[kind]]


def check_language(language: str) -> None:
    """Raise NothingToDo for a language that nobody has added."""
    if language not in languages():
        raise NothingToDo(
            t("The language “{language}” is not known. Choose among: {known}.",
              "La langue « {language} » n’est pas connue. Choisissez parmi : {known}.")
            .fill(language=language, known=list(languages()))
        )  # fmt: skip
