"""Filters: which rows of a range or of a table are shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from pmo_xl.libreoffice.connection.office import enum, struct
from pmo_xl.libreoffice.convert.address import Block, block_of
from pmo_xl.libreoffice.convert.values import null_date_of, serial

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.ranges import Range

# com.sun.star.sheet.FilterOperator2.
_EMPTY, _NOT_EMPTY, _EQUAL, _TOP, _TOP_PERCENT, _BOTTOM, _BOTTOM_PERCENT = 0, 1, 2, 8, 9, 10, 11
_OPERATORS = {
    "equal_to": _EQUAL, "not_equal_to": 3, "greater_than": 4, "greater_than_or_equal": 5, "less_than": 6,
    "less_than_or_equal": 7,
}  # fmt: skip
_NAMES = {number: name for name, number in _OPERATORS.items()}
_COUNTS = {
    _TOP: "top_items",
    _BOTTOM: "bottom_items",
    _TOP_PERCENT: "top_percent",
    _BOTTOM_PERCENT: "bottom_percent",
}
_SIGNS = {">=": 5, "<=": 7, "<>": 3, ">": 4, "<": 6, "=": _EQUAL}
_AND, _OR, _VALUES = 1, 2, 7
_BY_COUNT = {3: _TOP, 4: _BOTTOM, 5: _TOP_PERCENT, 6: _BOTTOM_PERCENT}
_NUMBER, _TEXT = 0, 1


class AutoFilter(base_classes.AutoFilter):
    """The filter of some cells. *database* gives LibreOffice's range of data, made where there is none yet."""

    def __init__(self, cells: Range, database: Callable[[bool], Any]) -> None:
        self.cells = cells
        self._database = database

    @property
    def on(self) -> bool:
        """Whether the buttons are shown."""
        found = self._database(False)
        return found is not None and bool(found.AutoFilter)

    def off(self) -> None:
        """No buttons, and every row is shown."""
        found = self._database(False)
        if found is not None:
            self._show_all(found)
            found.AutoFilter = False

    # ---- what is asked for --------------------------------------------------------------------------

    @property
    def criteria(self) -> list[dict[str, Any]]:
        """One for each column, in the words of xlwings."""
        by_field: dict[int, list[Any]] = {}
        for entry in self._entries():
            by_field.setdefault(entry.Field, []).append(entry)
        return [
            _told(column + 1, by_field[column]) if column in by_field else base_classes.empty_autofilter_criteria(column + 1)
            for column in range(self.cells.shape[1])
        ]  # fmt: skip

    def apply_values(self, field: int, values: Sequence[str]) -> None:
        self._set(field, [self._entry(field, _EQUAL, [_value(text) for text in values])])

    def apply_comparison(self, field: int, operator: str, value1: Any, value2: Any) -> None:
        if value1 is None:
            self._set(field, [self._entry(field, _EMPTY if operator == "equal_to" else _NOT_EMPTY, [])])
            return
        first = self._typed(value1)
        if operator in {"between", "not_between"}:
            inside = operator == "between"
            low, high = (5, 7) if inside else (6, 4)
            second = self._entry(field, high, [self._typed(value2)], "AND" if inside else "OR")
            self._set(field, [self._entry(field, low, [first]), second], alone=not inside)
            return
        self._set(field, [self._entry(field, _OPERATORS[operator], [first])])

    def apply_top_items(self, field: int, count: int) -> None:
        self._set(field, [self._entry(field, _TOP, [_number(count)])])

    def apply_bottom_items(self, field: int, count: int) -> None:
        self._set(field, [self._entry(field, _BOTTOM, [_number(count)])])

    def apply_top_percent(self, field: int, percent: float) -> None:
        self._set(field, [self._entry(field, _TOP_PERCENT, [_number(percent)])])

    def apply_bottom_percent(self, field: int, percent: float) -> None:
        self._set(field, [self._entry(field, _BOTTOM_PERCENT, [_number(percent)])])

    def clear(self, field: int | None) -> None:
        if self._database(False) is not None:
            self._apply([e for e in self._entries() if field is not None and e.Field != field - 1])

    def by_words(self, field: int | None, first: Any, operator: int, second: Any) -> None:
        """As Excel's own AutoFilter: without a column it switches the buttons, without a criterion it shows all."""
        if field is None:
            if self.on:
                self.off()
            else:
                self._database(True).AutoFilter = True
            return
        if first is None:
            self.clear(field)
        elif operator == _VALUES or isinstance(first, list | tuple):
            self.apply_values(field, [str(value) for value in ([first] if isinstance(first, str) else first)])
        elif operator in _BY_COUNT:
            self._set(field, [self._entry(field, _BY_COUNT[operator], [_number(float(first))])])
        else:
            entries = [self._signed(field, first)]
            if second is not None:
                entries.append(self._signed(field, second))
                if operator == _OR:
                    entries[1].Connection = enum("sheet.FilterConnection", "OR")
            self._set(field, entries, alone=operator == _OR and second is not None)

    # ---- LibreOffice's own --------------------------------------------------------------------------

    def _signed(self, field: int, criterion: Any) -> Any:
        """A criterion such as ``">=5"``, ``"<>"``, ``"North*"`` or a bare value."""
        words = str(criterion)
        sign = next((sign for sign in _SIGNS if words.startswith(sign)), "")
        rest = words[len(sign) :]
        if sign in {"=", "<>"} and not rest:
            return self._entry(field, _EMPTY if sign == "=" else _NOT_EMPTY, [])
        operator = _SIGNS.get(sign, _EQUAL)
        if "*" in rest or "?" in rest:
            raise NotImplementedError(f"LibreOffice's engine does not filter by a pattern such as '{words}'.")
        return self._entry(field, operator, [_value(rest)])

    @staticmethod
    def _entry(field: int, operator: int, values: list[Any], connection: str = "AND") -> Any:
        made = struct("sheet.TableFilterField3")
        made.Connection = enum("sheet.FilterConnection", connection)
        made.Field, made.Operator, made.Values = field - 1, operator, tuple(values)
        return made

    def _typed(self, value: Any) -> Any:
        if isinstance(value, dict):  # a day or a moment, which is a number in a cell
            moment = dt.datetime.fromisoformat(value["value"])
            return _number(serial(moment, null_date_of(self.cells.document))[0])
        return _value(value)

    def _entries(self) -> list[Any]:
        """The criteria there are, made anew: LibreOffice loses the texts of those that it gave itself."""
        found = self._database(False)
        fields = [] if found is None else found.getFilterDescriptor().getFilterFields3()
        return [
            self._entry(
                field.Field + 1,
                field.Operator,
                [_number(v.NumericValue) if v.IsNumeric else _text(v.StringValue) for v in field.Values],
                str(field.Connection.value),
            )
            for field in fields
        ]

    def _set(self, field: int, entries: list[Any], *, alone: bool = False) -> None:
        others = [entry for entry in self._entries() if entry.Field != field - 1]
        either = any(entry.Connection.value == "OR" for entry in others)
        if others and (alone or either):
            raise NotImplementedError(
                "LibreOffice cannot filter by one of two criteria and by another column too."
            )
        self._database(True).AutoFilter = True
        self._apply([*others, *entries])

    def _apply(self, entries: list[Any]) -> None:
        database = self._database(True)
        if not entries:
            self._show_all(database)
            return
        descriptor = database.getFilterDescriptor()
        descriptor.ContainsHeader = True
        descriptor.setFilterFields3(tuple(entries))
        database.refresh()

    def _show_all(self, database: Any) -> None:
        """No criteria, by way of the cells: a range of data without criteria leaves its rows as they are."""
        area = database.DataArea
        cells = self.cells.cells_of(block_of(area))
        cells.filter(cells.createFilterDescriptor(True))


def _number(number: float) -> Any:
    return _field_value(
        IsNumeric=True, NumericValue=float(number), StringValue=f"{number:.15g}", FilterType=_NUMBER
    )


def _value(text: str) -> Any:
    """What somebody typed as a criterion: a number where it is one."""
    if text in {"TRUE", "FALSE"}:
        return _number(float(text == "TRUE"))
    try:
        return _number(float(text))
    except ValueError:
        return _text(text)


def _text(text: str) -> Any:
    return _field_value(IsNumeric=False, StringValue=text, FilterType=_TEXT)


def _field_value(**parts: Any) -> Any:
    made = struct("sheet.FilterFieldValue")
    for name, part in parts.items():
        setattr(made, name, part)
    return made


def _told(field: int, entries: list[Any]) -> dict[str, Any]:
    """LibreOffice's criteria for one column in the words of xlwings."""
    found: dict[str, Any] = base_classes.empty_autofilter_criteria(field)
    values = [
        f"{value.NumericValue:.15g}" if value.IsNumeric else str(value.StringValue)
        for entry in entries
        for value in entry.Values
    ]
    operators = [entry.Operator for entry in entries]
    match operators:
        case [number] if number in _COUNTS:
            kind = _COUNTS[number]
            key = "count" if kind.endswith("items") else "percent"
            found.update(type=kind, **{key: int(float(values[0])) if key == "count" else float(values[0])})
        case [0] | [1]:
            found.update(type="comparison", operator="equal_to" if operators == [0] else "not_equal_to")
        case [2] if len(values) > 1:
            found.update(type="values", values=values)
        case [number] if number in _NAMES:
            found.update(type="comparison", operator=_NAMES[number], value1=values[0])
        case [5, 7] | [6, 4]:
            operator = "between" if operators == [5, 7] else "not_between"
            found.update(type="comparison", operator=operator, value1=values[0], value2=values[1])
        case _:
            found["type"] = "unknown"
    return found


def of_range(cells: Range) -> AutoFilter:
    """The filter of a range: of the table that it lies in, else the sheet's own, of which there is one."""
    table = cells.table
    if table is not None:
        found: AutoFilter = table.autofilter
        return found

    def database(make: bool) -> Any:
        unnamed, sheet = cells.document.getPropertyValue("UnnamedDatabaseRanges"), cells.sheet.index - 1
        place: Block | None = None
        if unnamed.hasByTable(sheet):
            existing = unnamed.getByTable(sheet)
            place = block_of(existing.DataArea)
            if place == cells.place or not make:
                return existing if place == cells.place or cells.place.contains(place) else None
            if existing.AutoFilter:
                raise ValueError("This worksheet already has an AutoFilter on a different range")
        if not make:
            return None
        unnamed.setByTable(cells.uno.RangeAddress)
        return unnamed.getByTable(sheet)

    return AutoFilter(cells, database)
