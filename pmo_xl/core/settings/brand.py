"""What a PMO's workbooks look like: its name, its logo, two colours."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.base.typed_toml import Strict, bad_value

Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
LOGOS = frozenset((".png", ".jpg", ".jpeg"))
LEAST_CONTRAST = 4.5
"""Of white words on the first colour, as WCAG 2 (level AA) asks of text."""


class Brand(Strict):
    """At the right end of the title bars stands its ``logo`` (a PNG or JPEG beside the settings), else its ``title``.

    ``colours`` are that of title bars and headers, and that of tabs.
    """

    en: str | None = Field(default=None, max_length=60)
    fr: str | None = Field(default=None, max_length=60)
    logo: str | None = None
    colours: tuple[Colour, Colour] | None = None

    @property
    def title(self) -> Text | None:
        """The name, where there is one."""
        en = self.en or self.fr
        return None if en is None else t(en, self.fr or en)

    def beside(self, settings: Path) -> Brand:
        """The same with the whole path of its logo.

        Raises SettingsError, naming the key, for a logo that is not there or no picture, and a colour on which white
        words cannot be read.
        """
        file = settings.name
        if self.colours is not None and _contrast_with_white(self.colours[0]) < LEAST_CONTRAST:
            raise bad_value(file, "brand.colours", self.colours[0], TOO_LIGHT)
        if self.logo is None:
            return self
        logo = settings.parent / self.logo
        if logo.suffix.lower() not in LOGOS or not logo.is_file():
            raise bad_value(file, "brand.logo", self.logo, NO_LOGO.fill(folder=settings.parent))
        return self.model_copy(update={"logo": str(logo)})


def mixed_with_white(colour: str, share: float) -> str:
    """A colour with so much of white in it, from 0 to 1."""
    return "#" + "".join(f"{round(part + (255 - part) * share):02X}" for part in _parts(colour))


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _contrast_with_white(colour: str) -> float:
    """The contrast ratio of WCAG 2: (lighter + 0.05) / (darker + 0.05), of relative luminances."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (p / 255 for p in _parts(colour))
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


PLAIN = Brand()

TOO_LIGHT = t(
    "white words cannot be read on it; choose a darker colour first",
    "un texte blanc y serait illisible ; choisissez d’abord une couleur plus foncée",
)
NO_LOGO = t("a PNG or JPEG file in {folder} is expected", "un fichier PNG ou JPEG dans {folder} est attendu")
