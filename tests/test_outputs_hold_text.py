"""What people type is text in every output: no formula, link, command or escape of a terminal comes of it; nothing goes out."""

from __future__ import annotations

import io
import itertools
import json
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from commands import command
from lxml import etree
from pptx import Presentation
from standard import SHEETS

import pmo_xl
from pmo_xl import workspace
from pmo_xl.core.definition.column import Kind

SIGN = "pwned"
PAYLOADS = (
    f'=HYPERLINK("http://{SIGN}.example","x")',
    f"=cmd|'/c {SIGN}'!A1",
    f"+1+{SIGN}",
    f"-2-{SIGN}",
    f"@SUM({SIGN})",
    f"\t=1&{SIGN}",
    f"_x001B_]0;{SIGN}_x0007_ and _x001B_[31m{SIGN}",
    f"{SIGN}\nSubject: paid\nBcc: {SIGN}@example.org",
    f"http://{SIGN}.example/",
    f"mailto:{SIGN}@example.org",
    f"\\\\{SIGN}\\share\\x.exe",
    f"<script>{SIGN}</script> &amp; ]]>",
    f"\u202e{SIGN}\u202c \u2066{SIGN}",
    f'{{{{{SIGN}}}}} ";{SIGN}',
    f"● Nothing to report {SIGN}",
)
OVERRIDES = {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}


def free_texts(sheet: Any) -> list[str]:
    """The columns of free text of one of our sheets."""
    named = {*getattr(sheet, "identity", ())}
    return [
        column.key
        for column in sheet.inputs()
        if column.kind is Kind.TEXT and column.pattern is None and column.key not in named
    ]


def poisoned(path: Path, payloads: itertools.cycle[str]) -> None:
    """Type one of the payloads into each filled cell of free text."""
    book = openpyxl.load_workbook(path)
    for sheet in SHEETS.values():
        page = next((book[name] for name in sheet.heading.in_all() if name in book.sheetnames), None)
        if page is None:
            continue
        labels = {words for key in free_texts(sheet) for words in sheet.columns[key].label.in_all()}
        for row in page.iter_rows():
            for cell in row:
                if cell.value in labels and sheet.layout == "record":
                    below = [page.cell(cell.row, cell.column + 1)]
                elif cell.value in labels:
                    below = [page.cell(number, cell.column) for number in range(cell.row + 1, cell.row + 4)]
                else:
                    continue
                for place in below:
                    if isinstance(place.value, str) and not place.value.startswith("="):
                        place.value, place.data_type = next(payloads), "s"
    book.save(path)


@pytest.fixture(scope="module")
def outputs(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, dict[str, subprocess.CompletedProcess[str]]]:
    """Everything that is made of returns full of payloads, and what each command said."""
    home = tmp_path_factory.mktemp("text") / "pmo"
    workspace.demo(home, 2, 3, "en", 4, kinds=("plan", "risks", "budget", "followup"))
    shutil.rmtree(home / "out")
    payloads = itertools.cycle(PAYLOADS)
    for path in sorted((home / "returns").rglob("*.xlsx")):
        poisoned(path, payloads)
    first = next((home / "returns").rglob("*.xlsx"))
    shutil.copy(first, first.with_name("forged\nSubject: paid \x1b]0;forged\x07\u202e.xlsx"))
    said = {
        "validate": command(
            "validate", home, "--annotate", home / "copies", "--json", home / "validate.json"
        ),
        "consolidate": command("consolidate", home, "--json", home / "run.json"),
        "tables": command("consolidate", home, "--out", home / "wide" / "m.xlsx", "--tables", "parquet"),
        "cards": command("cards", home, "--finance"),
        "pack": command("pack", home, "--body", "Steering committee", "--date", "2026-04-15"),
        "owners": command("owners", home),
        "minutes": command("minutes", home, "--body", "Steering committee", "--date", "2026-04-15"),
        "prepare": command("prepare", home, "--pack"),
        "verify": command("verify", home),
    }
    return home, said


Outputs = tuple[Path, dict[str, subprocess.CompletedProcess[str]]]


def files(home: Path, *endings: str) -> list[Path]:
    """The files that were made, of some endings; the returns are none of them."""
    found = [
        path
        for path in home.rglob("*")
        if path.suffix in endings and not {"returns", ".pmo_xl"} & {*path.parts}
    ]
    assert found, f"no {endings} was made"
    return found


def outside_of_quotes(formula: str) -> str:
    """A formula without the texts that it holds as texts."""
    return re.sub(r'"(?:[^"]|"")*"', "", formula)


def test_every_command_came_to_its_end(outputs: Outputs) -> None:
    """What they say is not lost in a traceback; each kind of output was made."""
    for name, said in outputs[1].items():
        assert said.returncode in (0, 1), f"{name}: {said.stderr}"
        assert "Traceback" not in said.stderr, name


def test_no_text_becomes_a_formula_or_a_link_in_a_workbook(outputs: Outputs) -> None:
    """Every part of every workbook and deck, parsed by lxml: formulas, names, rules, links; and each opens in openpyxl."""
    seen = 0
    for path in files(outputs[0], ".xlsx", ".xlsm", ".pptx"):
        with zipfile.ZipFile(path) as package:
            for part in package.namelist():
                if not part.endswith((".xml", ".rels")):
                    continue
                seen += package.read(part).count(SIGN.encode())
                for element in etree.fromstring(package.read(part)).iter():
                    tag = etree.QName(element).localname
                    if tag in ("f", "formula", "formula1", "formula2", "definedName"):
                        assert SIGN not in outside_of_quotes(element.text or ""), f"{path.name} {part}"
                    if tag in ("Relationship", "hyperlink", "hlinkClick"):
                        assert SIGN not in " ".join(map(str, element.attrib.values())), f"{path.name} {part}"
                    if tag in ("externalBook", "ddeLink", "oleLink", "oleObject"):
                        pytest.fail(f"{path.name} {part}: {tag}")
        if path.suffix == ".pptx":
            Presentation(str(path))
        else:
            openpyxl.load_workbook(path, read_only=True).close()
    assert seen > 100, "the payloads are in no output"


def test_no_output_forges_a_line_or_commands_a_terminal(outputs: Outputs) -> None:
    """What is printed, and the letters: no control sign, no override of the direction, no head of a mail but ours."""
    home, said = outputs
    printed = {name: one.stdout + one.stderr for name, one in said.items()}
    letters = {
        str(path): path.read_text("utf-8") for path in files(home, ".txt", ".eml", ".md") if path.is_file()
    }
    for name, text in (printed | letters).items():
        odd = {sign for sign in text if unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t\r"}
        assert not odd | (OVERRIDES & {*text}), f"{name}: {odd}"
        assert not re.search(r"(?m)^\s*(Bcc:|Subject: paid)", text), name
        assert not re.search(rf"(?m)^● Nothing to report {SIGN}", text), name


def test_what_programs_read_can_be_read_by_other_programs(outputs: Outputs) -> None:
    """JSON by Python's own reader, Parquet by Arrow: the texts are in them as they were typed, and nothing else is odd."""
    home = outputs[0]
    texts = [path.read_text("utf-8") for path in files(home, ".json")]
    assert SIGN in "".join(json.dumps(json.loads(text)) for text in texts)
    tables = [pq.read_table(io.BytesIO(path.read_bytes())) for path in files(home, ".parquet")]
    assert any(SIGN in str(table.to_pydict()) for table in tables)


def test_shared_findings_hold_no_word_that_was_typed(outputs: Outputs) -> None:
    """--redact: the same codes at the same cells, and nothing of the cells; neither printed nor as JSON."""
    home = outputs[0]
    whole = json.loads(command("validate", home, "--json", "-").stdout)
    said = command("validate", home, "--redact").stdout
    shared = command("validate", home, "--redact", "--json", "-").stdout
    assert SIGN not in said + shared
    places = [
        [
            tuple(found[key] for key in ("code", "severity", "file", "sheet", "cell"))
            for found in one["findings"]
        ]
        for one in (whole, json.loads(shared))
    ]
    assert places[0] == places[1]
    assert {found["found"] for found in json.loads(shared)["findings"]} == {""}


OFFLINE = """
import sys
def told(event, args):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        raise SystemExit(f"NETWORK {event} {args}")
sys.addaudithook(told)
from pmo_xl.doors.cli import main
for words in (["demo", "w", "--projects", "2"], ["validate", "w", "--annotate", "c"], ["consolidate", "w", "--no-cache"], ["cards", "w"],
              ["pack", "w", "--body", "Steering committee", "--date", "2026-04-15"], ["owners", "w"], ["prepare", "w"], ["verify", "w"], ["doctor", "w"]):
    sys.argv = ["pmo-xl", *words]
    try:
        main()
    except SystemExit as end:
        if end.code not in (0, 1, None):
            raise
print("offline to the end")
"""


def test_nothing_asks_the_network(tmp_path: Path) -> None:
    """A whole month without an address typed: no connection is opened, no name looked up."""
    where = {
        "PYTHONPATH": str(Path(pmo_xl.__file__).parents[1]),
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
    }
    run = subprocess.run(
        [sys.executable, "-c", OFFLINE], cwd=tmp_path, env=where, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert "offline to the end" in run.stdout
