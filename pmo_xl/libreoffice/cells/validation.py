"""What may be typed into cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError, base_classes

from pmo_xl.libreoffice.connection.office import enum
from pmo_xl.libreoffice.convert.formula import to_excel, to_office

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.ranges import Range

_KINDS = {
    "none": "ANY", "whole_number": "WHOLE", "decimal": "DECIMAL", "list": "LIST", "date": "DATE", "time": "TIME",
    "text_length": "TEXT_LEN", "custom": "CUSTOM",
}  # fmt: skip
_KIND_NAMES = {office: name for name, office in _KINDS.items()}
_COMPARED = {"whole_number", "decimal", "date", "time", "text_length"}
_OPERATORS = {
    "between": "BETWEEN", "not_between": "NOT_BETWEEN", "equal_to": "EQUAL", "not_equal_to": "NOT_EQUAL",
    "greater_than": "GREATER", "less_than": "LESS", "greater_than_or_equal": "GREATER_EQUAL",
    "less_than_or_equal": "LESS_EQUAL",
}  # fmt: skip
_OPERATOR_NAMES = {office: name for name, office in _OPERATORS.items()}
_STYLES = {"STOP": "stop", "WARNING": "warning", "INFO": "information"}


def _told(name: str) -> Any:
    """A word of the rule, where all the cells have the same one."""

    def get(self: DataValidation) -> Any:
        return None if self.type in _NO_RULE else getattr(self.cells.uno.Validation, name)

    return property(get)


_NO_RULE = {"none", "mixed_criteria", "inconsistent"}


class DataValidation(base_classes.DataValidation):
    """The rule of a range."""

    ignore_blank = _told("IgnoreBlankCells")
    input_title = _told("InputTitle")
    input_message = _told("InputMessage")
    show_input = _told("ShowInputMessage")
    error_title = _told("ErrorTitle")
    error_message = _told("ErrorMessage")
    show_error = _told("ShowErrorMessage")

    def __init__(self, cells: Range) -> None:
        self.cells = cells

    @property
    def api(self) -> Any:
        return self.cells.uno.Validation

    @property
    def type(self) -> str:
        """The kind of the rule; of cells with several, whether some have none."""
        alike = self.cells.uno.getUniqueCellFormatRanges()
        rules = set()
        for index in range(alike.Count):
            rule = alike.getByIndex(index).Validation
            rules.add((rule.Type.value, rule.getOperator().value, rule.getFormula1(), rule.getFormula2()))
        if len(rules) == 1:
            return _KIND_NAMES.get(rules.pop()[0], "unknown")
        return "mixed_criteria" if any(rule[0] == "ANY" for rule in rules) else "inconsistent"

    @property
    def operator(self) -> str | None:
        return _OPERATOR_NAMES.get(self.api.getOperator().value) if self.type in _COMPARED else None

    @property
    def formula1(self) -> str | None:
        return self._formula(1) if self.type in _COMPARED else None

    @property
    def formula2(self) -> str | None:
        return self._formula(2) if self.operator in {"between", "not_between"} else None

    @property
    def formula(self) -> str | None:
        return self._formula(1) if self.type == "custom" else None

    @property
    def source(self) -> str | None:
        """A list's values with commas between, or where they stand."""
        if self.type != "list":
            return None
        words = self.api.getFormula1()
        if words.startswith('"'):
            return ",".join(part[1:-1].replace('""', '"') for part in words.split(";"))
        return self._formula(1)

    @property
    def in_cell_dropdown(self) -> bool | None:
        return bool(self.api.ShowList) if self.type == "list" else None

    @property
    def alert_style(self) -> str | None:
        return None if self.type in _NO_RULE else _STYLES.get(self.api.ErrorAlertStyle.value)

    def _formula(self, number: int) -> str:
        return to_excel("=" + getattr(self.api, f"getFormula{number}")().removeprefix("="))

    def set_list(self, source: Any, in_cell_dropdown: bool) -> None:
        """Values, a range of them, or a name of one."""
        if isinstance(source, Sequence):
            words = ";".join('"{}"'.format(value.replace('"', '""')) for value in source)
        else:
            told = source.reference if hasattr(source, "reference") else source.name
            words = to_office(f"={told}").removeprefix("=")
        self._put("list", None, words, "", int(in_cell_dropdown))

    def set_rule(self, rule_type: str, operator: str | None, formula1: str, formula2: str | None) -> None:
        first, second = (
            to_office(words).removeprefix("=") if words else "" for words in (formula1, formula2)
        )
        self._put(rule_type, operator, first, second)

    def _put(self, kind: str, operator: str | None, first: str, second: str, shown: int = 1) -> None:
        if self.type in {"mixed_criteria", "inconsistent"}:
            raise XlwingsError(
                "Cannot update data validation because the target cells have different validation rules."
            )
        rule = self.cells.uno.Validation
        rule.Type = enum("sheet.ValidationType", _KINDS[kind])
        rule.setSourcePosition(self.cells.cell.CellAddress)  # relative places count from the first cell
        if operator is not None:
            rule.setOperator(enum("sheet.ConditionOperator", _OPERATORS[operator]))
        rule.setFormula1(first)
        rule.setFormula2(second)
        rule.ShowList, rule.IgnoreBlankCells, rule.ShowErrorMessage = shown, True, True
        self.cells.uno.Validation = rule

    def delete(self) -> None:
        rule = self.cells.uno.Validation
        rule.Type = enum("sheet.ValidationType", "ANY")
        self.cells.uno.Validation = rule
