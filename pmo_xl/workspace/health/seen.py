"""What the doctor has seen: one thing in order or not, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_xl.core.base.text import Text
from pmo_xl.core.definition.model import ERROR_SIGN, OK_SIGN, WARNING_SIGN


@dataclass(frozen=True, slots=True)
class Seen:
    """One line of the doctor."""

    sign: str
    found: Text
    remedy: Text | None = None

    @property
    def is_problem(self) -> bool:
        return self.sign == ERROR_SIGN

    def to(self, language: str) -> str:
        """Sign, what was found, what to do."""
        said = f"{self.sign} {self.found.to(language)}"
        return f"{said} → {self.remedy.to(language)}" if self.remedy is not None else said


def in_order(found: Text, remedy: Text | None = None) -> Seen:
    """Something that works; *remedy* says what more could be had."""
    return Seen(OK_SIGN, found, remedy)


def attention(found: Text, remedy: Text) -> Seen:
    """Something that works less than it could."""
    return Seen(WARNING_SIGN, found, remedy)


def problem(found: Text, remedy: Text) -> Seen:
    """Something that keeps a person from working."""
    return Seen(ERROR_SIGN, found, remedy)
