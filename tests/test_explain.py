"""``pmo-xl explain``: every rule has its reason and an example that is true, every name is found, the rest is offered."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pmo_xl import reference
from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.catalog.guidance.examples import IN_FRENCH, examples
from pmo_xl.catalog.guidance.reasons import REASONS
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.settings.settings import RuleSettings, Settings
from pmo_xl.doors.cli import app
from pmo_xl.doors.terminal.explaining import BREAKS, FIX, IN_FORCE, PASSES, WHY, Explained, Explainer

DOCS = Path(__file__).parents[1] / "docs"
CODES = sorted(
    set(re.findall(r"^\| ([A-Z]{3}-\d\d) \|", (DOCS / "rules.md").read_text(encoding="utf-8"), re.MULTILINE))
)
NEEDY = {e["code"] for e in reference.rules() if e["needs"] is not None}
ASSESSED = sorted({e["code"] for e in reference.rules()} - NEEDY)
LANGUAGES = ("en", "fr")


@pytest.fixture(scope="module", params=LANGUAGES)
def explainer(request: pytest.FixtureRequest) -> Explainer:
    """The standard definitions, in each language."""
    return Explainer(catalogue_of(), Settings(), request.param)


def words(explained: Explained, language: str, label: object) -> list[str]:
    """What stands behind a label."""
    return [said for head, said in explained.lines if head == label.to(language)]  # type: ignore[attr-defined]


def test_every_rule_of_the_reference_is_explained(explainer: Explainer) -> None:
    """With why it matters; if it is assessed, with an example of each side and a remedy for each of its rules."""
    assert len(CODES) > 150
    say = explainer.language
    for code in CODES:
        (explained,) = explainer.explain(code)
        assert words(explained, say, WHY), f"{code} has no reason: pmo_xl/catalog/guidance/reasons"
        entries = [entry for entry in reference.rules() if entry["code"] == code]
        assert len(words(explained, say, FIX)) == sum(
            entry["severity"] != "not assessed" for entry in entries
        ), code
        rules = [entry for entry in entries if entry["needs"] is None]
        if code in ASSESSED:
            breaks, passes = words(explained, say, BREAKS), words(explained, say, PASSES)
            assert len(breaks) == len(passes) == len(rules), f"{code} has no example"
            assert all(wrong != right for wrong, right in zip(breaks, passes, strict=True)), code


def test_reasons_are_sentences_of_two_languages_and_of_rules_that_exist() -> None:
    """None is copied from the finding, none is left in the other language, none says the same of two rules."""
    findings = {e["text"]["en"] for e in reference.rules()}
    for code, reason in REASONS.items():
        assert re.fullmatch(r"[A-Z]{3}-\d\d", code)
        for said in (reason.why.en, reason.why.fr):
            assert said[0].isupper() or said[0] in "“«", code
            assert said.endswith("."), code
            assert 30 < len(said) < 240, code
        assert reason.why.en not in findings
        assert reason.why.en != reason.why.fr
        assert (reason.breaks is None) == (reason.passes is None), code
    assert len({reason.why.en for reason in REASONS.values()}) == len(REASONS)
    assert set(CODES) <= set(REASONS)


def test_a_french_example_has_no_english_words() -> None:
    """What somebody would have typed is in the language of whoever reads it; names and codes are alike in both."""
    catalogue = catalogue_of()
    sheets = {**catalogue.memory, **catalogue.templates.sheets}
    typed = {
        cell.value
        for example in examples()
        for cell in (*example.breaks, *example.passes)
        if isinstance(cell.value, str)
        and (column := sheets[cell.sheet].columns.get(cell.column)) is not None
        and column.choices is None
        and cell.column not in ("owner", "requested_by", "other_project", "predecessors")
        and re.search(r"[a-z]{4}", cell.value)
    }
    lacking = {
        words
        for words in typed - set(IN_FRENCH)
        if len(set(words)) > 1 and not re.match(r"Fact \d|idem", words)
    }
    assert lacking == set()


def test_kpis_columns_sheets_kinds_and_pages_are_found_by_key_and_label(explainer: Explainer) -> None:
    """In any language, in any case, with or without accents."""
    catalogue = catalogue_of()
    for kpi in catalogue.kpis.values():
        for asked in (kpi.key, kpi.label.to("en").upper(), kpi.label.to("fr")):
            assert kpi.label.to(explainer.language) in {one.title for one in explainer.explain(asked)}
    for sheet in catalogue.templates.sheets.values():
        assert explainer.explain(sheet.heading.fr)
        for column in sheet.columns.values():
            (one,) = explainer.explain(f"{sheet.key}.{column.key}")
            assert one in explainer.explain(column.label.fr)
    assert explainer.explain("meteo declaree") == explainer.explain("Declared status")
    for page in catalogue.master.pages:
        told = {said for one in explainer.explain(page.title.en) for _, said in one.lines}
        assert page.purpose.to(explainer.language) in told
    assert explainer.explain("Registre des risques") == explainer.explain("Risk register")


@pytest.mark.parametrize(
    ("asked", "near"),
    [("PLN01", "PLN-01"), ("Forcast finish", "Forecast finish"), ("atterissage", "Atterrissage")],
)
def test_an_unknown_name_is_answered_with_the_nearest(asked: str, near: str) -> None:
    """As a sentence, and with the status of a command that could not do anything."""
    with pytest.raises(NothingToDo, match=f"Nothing is called “{asked}”.*{near}"):
        Explainer(catalogue_of(), Settings(), "en").explain(asked)
    with pytest.raises(NothingToDo, match="list the names"):
        Explainer(catalogue_of(), Settings(), "en").explain("xyzzyxyzzy")


def in_force(settings: Settings, code: str) -> list[str]:
    """Whether a rule is in force under these settings, in English."""
    return words(Explainer(catalogue_of(), settings, "en").explain(code)[0], "en", IN_FORCE)


def test_what_the_pmo_decided_about_a_rule_is_told() -> None:
    """Its weight, its limit, its trial; and that a rule is off until somebody asks for it."""
    assert in_force(Settings(), "RSK-17") == ["yes, as warning"]
    assert "no: a PMO asks" in in_force(Settings(), "PLN-27")[0]
    assert in_force(Settings(rules={"RSK-17": RuleSettings(severity="off")}), "RSK-17")[0].startswith("no: ")
    assert in_force(Settings(rules={"RSK-17": RuleSettings(severity="error")}), "RSK-17") == [
        "yes, as error (pmo.toml; usually warning)"
    ]
    assert "on trial" in in_force(Settings(rules={"RSK-17": RuleSettings(beta=True)}), "RSK-17")[0]
    limited = Explainer(catalogue_of(), Settings(rules={"RSK-17": RuleSettings(limit=0.99)}), "en")
    assert "0.99 (pmo.toml; usually 0.9)" in str(limited.explain("RSK-17"))


def test_the_command_speaks_the_language_of_its_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And goes by its settings; ``--lang`` and ``--json`` come before."""
    (tmp_path / "pmo.toml").write_text(
        'language = "fr"\n[rules]\n"XSH-11" = { beta = true }\n', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    run = CliRunner()
    told = run.invoke(app, ["explain", "xsh-11"]).output
    assert "Pourquoi" in told
    assert "à l’essai" in told
    assert "le périmètre est réduit." in " ".join(told.split())
    assert "Why it matters" in run.invoke(app, ["explain", "XSH-11", "--lang", "en"]).output
    (one,) = json.loads(run.invoke(app, ["explain", "Forecast", "start", "--json"]).output)
    assert one["title"] == "Début prévisionnel"
    missing = run.invoke(app, ["explain", "XSH-111"])
    assert missing.exit_code == 2
    assert "XSH-11" in missing.output
