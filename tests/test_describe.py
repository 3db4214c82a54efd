"""The catalogue as other programs and people are told it."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from standard import CATALOGUE, CONTROLS, KPIS, NOT_ASSESSED, SHEETS, TEMPLATES

import pmo_xl
from pmo_xl import adopt, core, gather, reference, steps
from pmo_xl.catalog import learn_languages
from pmo_xl.catalog.rules.checks import CHECKS
from pmo_xl.core.base.problem import DefinitionError, NothingToDo
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.settings.settings import Settings, ThresholdSettings
from pmo_xl.doors.translations import english_texts, missing

FIELD_KEYS = ["key", "label", "type", "unit", "required", "computed", "choices", "min", "max"]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """A Python of its own."""
    return subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, encoding="utf-8", check=False
    )


# schema ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [*TEMPLATES, "pack"])
def test_a_schema_has_the_form_of_the_contract(kind: str) -> None:
    """A schema has the form of the contract."""
    told = reference.schema(kind)
    assert list(told) == ["schema", "kind", "version", "sheets"]
    assert (told["schema"], told["kind"], told["version"]) == (1, kind, "1")
    record, *tables = told["sheets"]
    assert list(record) == ["key", "layout", "name", "fields"]
    assert (record["key"], record["layout"]) == ("project", "record")
    assert record["name"] == {"en": "Project", "fr": "Projet"}
    kinds = TEMPLATES.values() if kind == "pack" else [TEMPLATES[kind]]
    assert [table["key"] for table in tables] == [table.key for k in kinds for table in k.tables]
    for table in tables:
        assert list(table) == ["key", "layout", "name", "table", "columns"]
        assert (table["layout"], table["table"]) == ("table", table["key"])
    for field in [*record["fields"], *(field for table in tables for field in table["columns"])]:
        assert list(field) == FIELD_KEYS
        assert set(field["label"]) == {"en", "fr"}
        assert field["type"] in {kind.value for kind in Kind}
        assert (field["type"] in {"choice", "yes_no"}) == bool(field["choices"])
        assert all(list(choice) == ["key", "en", "fr"] for choice in field["choices"])
        assert not (field["required"] and field["computed"])
    assert json.loads(json.dumps(told)) == told


def test_a_schema_says_what_a_field_may_hold() -> None:
    """A schema says what a field may hold."""
    columns = {field["key"]: field for field in reference.schema("risks")["sheets"][1]["columns"]}
    assert columns["impact_in"] | {"label": None} == {
        "key": "impact_in", "label": None, "type": "integer", "unit": None, "required": True,
        "computed": False, "choices": [], "min": 1, "max": 5,
    }  # fmt: skip
    assert columns["score_in"]["computed"]
    assert {"key": "open", "en": "Open", "fr": "Ouvert"} in columns["status"]["choices"]


def test_the_profile_decides_what_is_required() -> None:
    """The profile decides what is required."""

    def required(profile: str) -> int:
        return sum(field["required"] for field in reference.schema("plan", profile)["sheets"][1]["columns"])

    assert required("light") < required("standard") < required("full")


def test_an_unknown_kind_is_refused_with_those_that_exist() -> None:
    """An unknown kind is refused with those that exist."""
    with pytest.raises(NothingToDo, match=", ".join([*TEMPLATES, "pack"])):
        reference.schema("charter")


# rules -------------------------------------------------------------------------------------------------


def test_every_rule_is_told_in_both_languages() -> None:
    """Every rule is told in both languages."""
    listed = reference.rules()
    rows = sum(len(sheet.rules) for sheet in (*SHEETS.values(), *CATALOGUE.steering.values()))
    rules = (*CONTROLS, *CATALOGUE.steering_rules)
    listed_only = {rule.code for rule in rules if rule.needs is not None}
    assert len(listed) == len(CHECKS) + len(rules) + len(NOT_ASSESSED) + rows
    for entry in listed:
        assert list(entry) == [
            "code",
            "severity",
            "sheet",
            "column",
            "about",
            "text",
            "fix",
            "limit",
            "effect",
            "counts",
            "needs",
        ]
        assert re.fullmatch(r"[A-Z]{3}-\d\d", entry["code"])
        assert entry["severity"] in {"error", "warning", "info", "off", "not assessed"}
        needy = entry["severity"] == "not assessed" or entry["code"] in listed_only
        assert needy or entry["needs"] is None
        assert entry["severity"] != "not assessed" or entry["needs"] is not None
        assert "{" not in entry["text"]["en"] + entry["text"]["fr"]
        for part in ("about", "text", "fix"):
            assert all(entry[part][language] for language in ("en", "fr"))
        if entry["sheet"]:
            assert entry["column"] in {**SHEETS, **CATALOGUE.steering}[entry["sheet"]].columns
    assert [e["code"] for e in listed] == sorted(e["code"] for e in listed)


def test_every_code_that_the_steps_give_is_listed_and_no_other() -> None:
    """Every code that the steps, and what reads files, give is listed and no other."""
    given = {
        node.value
        for room in (steps, adopt, gather)
        for file in Path(room.__path__[0]).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and re.fullmatch(r"[A-Z]{3}-\d\d", str(node.value))
    }
    assert {check.code for check in CHECKS} == given


def test_french_words_have_french_spaces() -> None:
    """A colon, semicolon, question or exclamation mark follows a space, quotes are angled, apostrophes round."""
    for entry in [*reference.rules(), *reference.kpis()]:
        for part in ("text", "fix", "meaning", "label"):
            words = entry.get(part, {}).get("fr", "")
            assert not re.search(r"[^\s\d#A-Z][;?!:](\s|$)", words), words
            assert "'" not in words, words
            assert '"' not in words, words


# KPIs --------------------------------------------------------------------------------------------------


def test_every_kpi_is_told_with_its_formula_in_both_languages() -> None:
    """Every KPI is told with its formula in both languages."""
    listed = reference.kpis()
    assert [entry["key"] for entry in listed] == list(KPIS)
    for entry in listed:
        assert list(entry) == ["key", "label", "formula", "unit", "thresholds", "across", "meaning"]
        for language in ("en", "fr"):
            assert entry["formula"][language].startswith("=")
            assert entry["formula"][language].count("(") == entry["formula"][language].count(")")
    cpi = next(entry for entry in listed if entry["key"] == "cpi")
    assert cpi["thresholds"] == {"green": 0.95, "amber": 0.90, "rising": True}
    assert (cpi["unit"], cpi["across"], cpi["label"]["fr"]) == ("ratio", "recompute", "IPC")
    assert "[EV]" in cpi["formula"]["en"]
    assert "[VA]" in cpi["formula"]["fr"]


def test_the_thresholds_are_those_of_the_settings() -> None:
    """The thresholds are those of the settings."""
    settings = Settings(thresholds={"cpi": ThresholdSettings(green=1.0, amber=0.8)})
    cpi = next(entry for entry in reference.kpis(settings) if entry["key"] == "cpi")
    assert cpi["thresholds"] == {"green": 1.0, "amber": 0.8, "rising": True}


# the public face ---------------------------------------------------------------------------------------


def test_the_package_loads_nothing_heavy_until_it_is_asked() -> None:
    """The package loads nothing heavy until it is asked."""
    done = run(
        "-c",
        "import pmo_xl, sys; print(sorted({'pandas', 'pydantic', 'openpyxl', 'typer'} & set(sys.modules)))",
    )
    assert done.stdout.strip() == "[]", done.stderr
    done = run(
        "-c", "import pmo_xl, sys; pmo_xl.schema('plan'); pmo_xl.kpis(); print('pandas' in sys.modules)"
    )
    assert done.stdout.strip() == "False", done.stderr


def test_every_public_name_is_there() -> None:
    """Every public name is there."""
    for name in pmo_xl.__all__:
        assert getattr(pmo_xl, name), name
    assert dir(pmo_xl) == pmo_xl.__all__
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        pmo_xl.nothing_of_ours  # noqa: B018


# further languages -------------------------------------------------------------------------------------


@pytest.fixture
def no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is learnt in a test is forgotten after it."""
    monkeypatch.setattr(core.base.text, "_OVERLAYS", {})


@pytest.mark.usefixtures("no_trace")
def test_a_further_language_is_laid_over_the_english_one(tmp_path: Path) -> None:
    """A further language is laid over the English one."""
    (tmp_path / "de.toml").write_text('"Risk register" = "Risikoregister"\n"Plan" = ""\n', encoding="utf-8")
    assert learn_languages(tmp_path) == ["de"]
    assert core.base.text.languages() == ("en", "fr", "de")
    assert t("Risk register", "Registre des risques").to("de") == "Risikoregister"
    assert t("Plan", "Planning").to("de") == "Plan"


@pytest.mark.usefixtures("no_trace")
@pytest.mark.parametrize("words", ["no equals sign", '"Plan" = 3'])
def test_a_language_file_that_is_no_list_of_words_stops_with_its_name(tmp_path: Path, words: str) -> None:
    """A language file that is no list of words stops with its name."""
    (tmp_path / "de.toml").write_text(words, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"de\.toml"):
        learn_languages(tmp_path)


def test_what_a_language_lacks_is_listed() -> None:
    """What a language lacks is listed."""
    texts = english_texts()
    # a label, a value of a list, a rule, a KPI, a message of the terminal
    for words in (
        "Project ID",
        "Escalated",
        "Actual finish without actual start",
        "Forecast finish",
        "Stopped.",
    ):
        assert words in texts
    assert "Forecast finish" not in missing({"Forecast finish": "Landetermin"})
    assert "Forecast finish" in missing({"Forecast finish": ""})
    assert len(missing({})) == len(texts) > 500


def test_what_a_language_lacks_is_printed_to_fill_in() -> None:
    """What a language lacks is printed to fill in."""
    done = run("-m", "pmo_xl.doors.translations", "xx")
    assert done.returncode == 1
    assert '"Project ID" = ""' in done.stdout.splitlines()
