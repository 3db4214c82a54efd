"""Which column of an export is what: as the map says, else by the headings that ERP systems usually give."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import fold, t
from pmo_xl.ledger.mapping import LedgerMap
from pmo_xl.ledger.source import Grid

_SEARCHED = 80
"""Lines in which the headings are looked for, below titles and selection criteria."""

SYNONYMS: dict[str, tuple[str, str]] = {
    "project": (
        "project id | project code | project number | project no | project definition | wbs element | wbs | project | project key | job number | job no | cost object",
        "code projet | projet | n° projet | numero de projet | reference projet | element d'otp | element otp | elt d'otp | otp | eotp | code affaire | affaire | n° affaire | section analytique | axe projet | definition de projet | objet de couts | chantier",
    ),
    "account": (
        "g/l account | gl account | gl code | account | account no | account number | account code | ledger account | general ledger account | cost element | main account | nominal code | nominal account",
        "compte | compte general | numero de compte | n° compte | n° de compte | code compte | compte comptable | comptenum | nature comptable | nature de couts | nature comptable de cout | cpte",
    ),
    "date": (
        "posting date | pstng date | accounting date | gl date | g/l date | date posted | effective date | transaction date | date | document date | doc. date | entry date",
        "date comptable | date de comptabilisation | date cpt. | date cpt | date cptable | date d'ecriture | date ecriture | ecrituredate | date de piece | date piece | date operation | date d'operation",
    ),
    "period": (
        "period | accounting period | fiscal period | posting period | period/year | fiscal year/period | year/month | month",
        "periode | periode comptable | periode/exercice | mois | mois comptable | exercice/periode",
    ),
    "amount": (
        "amount in local currency | amount in loc. cur. | amount in lc | amount in company code currency | local amount | value in obj. crcy | val/coarea crcy | amount | net amount | signed amount | posted amount | value | actual | actual amount",
        "montant en devise interne | montant devise interne | montant en di | montant di | montant en devise locale | montant en devise societe | valeur/devise objet | val./devise objet | val. devise objet | val./devise societe | montant | montant ht | montant net | montant signe | montant comptabilise | valeur | realise",
    ),
    "debit": (
        "debit | debit amount | debits | dr | accounted debit | debit amount in lc",
        "debit | montant debit | montant au debit | debit en devise interne | mouvement debit | mvt debit",
    ),
    "credit": (
        "credit | credit amount | credits | cr | accounted credit | credit amount in lc",
        "credit | montant credit | montant au credit | credit en devise interne | mouvement credit | mvt credit",
    ),
    "currency": (
        "local currency | lcurr | company code currency | object currency | currency | currency code | currency key | crcy | curr. | curr",
        "devise interne | devise locale | devise societe | devise objet | devise | code devise | cle de devise | monnaie | dev.",
    ),
    "document": (
        "document number | document no | document no. | doc. no. | doc no | voucher | voucher no | journal id | journal entry | invoice number | reference document | reference | document",
        "n° piece | n° de piece | numero de piece | piece | pieceref | piece comptable | n° document | numero de document | n° ecriture | ecriturenum | numero d'ecriture | reference piece | reference",
    ),
    "text": (
        "text | item text | line text | line description | description | journal description | name | posting text",
        "libelle | libelle ecriture | libelle de l'ecriture | ecriturelib | texte | designation | intitule | description | objet",
    ),
    "reversal": (
        "reversal | reversed | reversed with | reversal document | reverse document | reversal of | reversal flag",
        "extourne | extourne par | extourne de | piece d'extourne | contrepasse par | contrepassation | annule par | document d'annulation",
    ),
}  # fmt: skip
"""Usual headings by field, English then French, the surest first."""

NEEDED = ("project", "date", "amount")


@dataclass(frozen=True, slots=True)
class Headings:
    """The row of the headings, the column of each field, and whether the date's heading is French."""

    row: int
    places: Mapping[str, int]
    names: Mapping[str, str]
    french: bool


def _key(what: Any) -> str:
    words = fold(str(what).replace("№", "n°")) if what is not None else ""
    return words.replace("no.", "no").strip(" .:*")


_RANKS: dict[str, dict[str, int]] = {
    field: {
        _key(word): rank
        for rank, word in reversed(
            [
                (10 * at + side, word)
                for side, words in enumerate(both)
                for at, word in enumerate(words.split(" | "))
            ]
        )
    }
    for field, both in SYNONYMS.items()
}
_FRENCH = {_key(word) for _, words in (SYNONYMS[field] for field in ("date", "period")) for word in words.split(" | ")}  # fmt: skip
_ENGLISH = {_key(word) for words, _ in (SYNONYMS[field] for field in ("date", "period")) for word in words.split(" | ")}  # fmt: skip


def find_headings(grids: Sequence[Grid], asked: LedgerMap, file: str) -> tuple[Grid, Headings]:
    """The table of the file with its headings.

    Raises NothingToDo with what to put into the map, where a column is named that is not there, or one that
    is needed is not recognised.
    """
    named = {field: name for field, name in asked.columns.model_dump().items() if name}
    best: tuple[tuple[int, int], Grid, int] | None = None
    for grid in grids:
        for at, row in enumerate(grid.rows[:_SEARCHED]):
            keys = [_key(cell) for cell in row]
            hits = sum(_key(name) in keys for name in named.values())
            known = sum(any(key in ranks for key in keys if key) for ranks in _RANKS.values())
            if best is None or (hits, known) > best[0]:
                best = ((hits, known), grid, at)
    assert best is not None
    _, grid, at = best
    keys = [_key(cell) for cell in grid.rows[at]]
    heads = [str(cell) for cell in grid.rows[at] if cell not in (None, "")]
    places: dict[str, int] = {}
    for field, name in named.items():
        if _key(name) not in keys:
            near = difflib.get_close_matches(name, heads, 1)
            words = NOT_THERE_NEAR if near else NOT_THERE
            raise NothingToDo(
                words.fill(file=file, map=asked.file, key=f"columns.{field}", name=name, near=near[0] if near else "", heads=heads)
            )  # fmt: skip
        places[field] = keys.index(_key(name))
    _recognise(keys, places)
    missing = [field for field in NEEDED if not _has(field, places)]
    if missing:
        raise NothingToDo(
            UNRECOGNISED.fill(
                file=file,
                fields=[WANTED[field] for field in missing],
                example=t(_example(missing, "en"), _example(missing, "fr")),
                heads=heads[:20] or NO_HEADS,
            )
        )
    when = keys[places.get("date", places.get("period", 0))]
    names = {field: str(grid.rows[at][place]).strip() for field, place in places.items()}
    return grid, Headings(at, places, names, when in _FRENCH - _ENGLISH)


def _recognise(keys: Sequence[str], places: dict[str, int]) -> None:
    """Give each field that the map does not name the column whose heading stands for it most surely."""
    for field, ranks in _RANKS.items():
        if (
            field in places
            or (field == "date" and "period" in places)
            or (field == "period" and "date" in places)
        ):
            continue  # fmt: skip
        if field == "amount" and ("debit" in places or "credit" in places):
            continue
        if field in ("debit", "credit") and "amount" in places:
            continue
        taken = set(places.values())
        found = [(ranks[key], at) for at, key in enumerate(keys) if key in ranks and at not in taken]
        if field == "currency" and _is_local(keys, places):
            # The currency of the document is not that of an amount in local currency.
            found = [(rank, at) for rank, at in found if _local(keys[at])]
        if found:
            places[field] = min(found)[1]


def _is_local(keys: Sequence[str], places: Mapping[str, int]) -> bool:
    column = places.get("amount", places.get("debit"))
    return column is not None and _local(keys[column])


def _local(key: str) -> bool:
    parts = ("local", "loc. cur", " lc", "lcurr", "company", "interne", "locale", "societe", "en di", "obj")
    return any(part in key for part in parts)


def _has(field: str, places: Mapping[str, int]) -> bool:
    if field == "date":
        return "date" in places or "period" in places
    if field == "amount":
        return "amount" in places or ("debit" in places and "credit" in places)
    return field in places


def _example(missing: Sequence[str], language: str) -> str:
    return ", ".join(f'{field} = "{EXAMPLES[field].to(language)}"' for field in missing)


WANTED = {
    "project": t("the project", "le projet"),
    "date": t("the date or the period", "la date ou la période"),
    "amount": t("the amount, or debit and credit", "le montant, ou débit et crédit"),
}
EXAMPLES = {
    "project": t("WBS element", "Code projet"),
    "date": t("Posting date", "Date comptable"),
    "amount": t("Amount", "Montant"),
}
NO_HEADS = t("none", "aucun")
NOT_THERE_NEAR = t(
    "{map}: “{key}”: {file} has no column “{name}”. Did you mean “{near}”?",
    "{map} : « {key} » : {file} n’a pas de colonne « {name} ». Vouliez-vous dire « {near} » ?",
)
NOT_THERE = t(
    "{map}: “{key}”: {file} has no column “{name}”. Its columns are: {heads}.",
    "{map} : « {key} » : {file} n’a pas de colonne « {name} ». Ses colonnes sont : {heads}.",
)
UNRECOGNISED = t(
    "{file}: no column is recognised as {fields}. Put its heading under [columns] of a map, such as {example}, and give the map with --map. Headings seen: {heads}.",
    "{file} : aucune colonne n’est reconnue comme {fields}. Indiquez son intitulé sous [columns] dans une correspondance, par exemple {example}, puis donnez-la avec --map. Intitulés vus : {heads}.",
)
