"""An example of each rule about cells: one of the cases by which it is tested, in ``cases/``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.guidance import Example, ExampleCell

FOLDER = files(__package__) / "cases"
BASE_FILE = "base.toml"
OTHER, OTHER_PROJECT, OWN = "@other", "P002", "P001"
"""What a case writes where the project beside it is meant, and what the two are called in its example."""
NO_ROWS: Mapping[str, Any] = {}

IN_FRENCH = {words.en: words.fr for words in (
    t("The supplier delivers late", "Le fournisseur livre en retard"),
    t("The budget is voted late", "Le budget est voté tard"),
    t("Late delivery of the racks", "Livraison tardive des baies"),
    t("Two workshops in Lyon", "Deux ateliers à Lyon"),
    t("The supplier delivers too late", "Le fournisseur livre trop tard"),
    t("The supplier goes out of business", "Le fournisseur dépose le bilan"),
    t("Old browsers are still in use", "D’anciens navigateurs sont encore utilisés"),
    t("A supplier short of staff", "Un fournisseur en sous-effectif"),
    t("a supplier short of STAFF", "un fournisseur en SOUS-EFFECTIF"),
    t("A supplier without staff", "Un fournisseur sans personnel"),
    t("The interface may come late", "L’interface risque d’arriver en retard"),
    t("Acceptance would slip by a month", "La recette glisserait d’un mois"),
    t("A delay of a month", "Un retard d’un mois"),
    t("Weekly follow-up, penalties", "Suivi hebdomadaire, pénalités"),
    t("Ten signs.", "Dix signes."),
    t("Delay", "Retard"),
    t("Late by a month; the scope is cut.", "Un mois de retard ; le périmètre est réduit."),
    t("Credit note", "Avoir"),
    t("Late delivery", "Livraison tardive"),
    t("More trips", "Davantage de déplacements"),
    t("Rework", "Reprises"),
    t("Somebody else", "Une autre personne"),
    t("Another portal", "Un autre portail"),
    t("Customer portal", "Portail client"),
    t("Portal", "Portail"),
    t("Ready to test", "Prêt pour la recette"),
    t("Works", "Travaux"),
    t("soon", "bientôt"),
    t("euros", "euros"),
    t("Choose host", "Choisir l’hébergeur"),
    t("Hosting", "Hébergement"),
    t("It slips", "Cela glisse"),
    t("It slipped", "Cela a glissé"),
    t("Late", "En retard"),
    t("On plan", "Conforme au planning"),
    t("Slips", "Glissement"),
    t("Under watch", "Sous surveillance"),
    t("Two testers", "Deux testeurs"),
    t("Interface contract", "Contrat d’interface"),
    t("Customer master data", "Référentiel clients"),
    t("external", "externe"),
    t("Refuse", "Refuser"),
    t("Accept", "Accepter"),
    t("Corrected", "Corrigé"),
    t("Corrected and replayed", "Corrigé et rejoué"),
    t("Masked", "Masqué"),
    t("Second source", "Seconde source"),
    t("Confirm the environment", "Confirmer l’environnement"),
    t("Sign the amendment", "Signer l’avenant"),
    t("Test data are not complete", "Les jeux de données sont incomplets"),
    t("The interface drops records", "L’interface perd des enregistrements"),
    t("Mask production data", "Masquer les données de production"),
    t("Open a second site", "Ouvrir un second site"),
    t("Choose the host", "Choisir l’hébergeur"),
    t("The second offer", "La seconde offre"),
    t("Archive the invoices", "Archiver les factures"),
    t("New rules", "Nouvelles règles"),
    t("The data centre moves after go-live", "Le centre de données déménage après la mise en production"),
)}  # fmt: skip
"""The words that somebody would have typed in French; names and codes are the same."""


@cache
def examples() -> tuple[Example, ...]:
    """Every case, in the order of the files."""
    base = _toml(BASE_FILE)
    names = sorted(file.name for file in FOLDER.iterdir() if file.name.endswith(".toml"))
    return tuple(_example(case, base) for name in names for case in _toml(name).get("case", ()))


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _example(case: Mapping[str, Any], base: Mapping[str, Any]) -> Example:
    change, beside = case["change"], case["passes"]
    named = case["cell"].rsplit(".", 1)[0]
    # The cell that is named, the rest of its row, then what else belongs to the case.
    addresses = list(dict.fromkeys([*change, *beside]))
    addresses.sort(key=lambda address: (address != case["cell"], address.rsplit(".", 1)[0] != named))
    before = {address: _base_value(base, address) for address in addresses}
    breaks = [_cell(address, change.get(address, before[address])) for address in addresses]
    passes = [_cell(address, beside.get(address, before[address])) for address in addresses]
    differ = [right for wrong, right in zip(breaks, passes, strict=True) if wrong.value != right.value]
    # What the project beside it says holds in both.
    breaks += [_beside(address, what) for address, what in case.get("beside", {}).items()]
    return Example(case["rule"], _cell(case["cell"], None), breaks, differ, case.get("says", ""))


def _beside(address: str, value: Any) -> ExampleCell:
    """A cell of the other project, whose own other project is this one."""
    cell = _cell(address, OWN if value == OTHER else value)
    return replace(cell, row=f"{cell.row} ({OTHER_PROJECT})")


def base_row(sheet: str, row: str) -> Iterator[ExampleCell]:
    """The filled cells of a row of the sound workbooks that every case changes."""
    base = _toml(BASE_FILE)
    held = base.get(sheet, NO_ROWS)
    for column, value in (held if not row else held.get(row, NO_ROWS)).items():
        yield ExampleCell(sheet, row, column, value)


def _base_value(base: Mapping[str, Any], address: str) -> Any:
    sheet, row, column = _parts(address)
    held = base.get(sheet, NO_ROWS)
    return (held if not row else held.get(row, NO_ROWS)).get(column)


def _cell(address: str, value: Any) -> ExampleCell:
    shown = {"": None, OTHER: OTHER_PROJECT}
    return ExampleCell(*_parts(address), shown.get(value, value) if isinstance(value, str) else value)


def _parts(address: str) -> tuple[str, str, str]:
    """Sheet, row and column of ``sheet.row.column``; a row may hold dots."""
    sheet, rest = address.split(".", 1)
    row, column = rest.rsplit(".", 1)
    return sheet, row, column
