"""What a PMO decides about its templates in ``pmo.toml``, without Python: lists, columns, words, colours."""

from __future__ import annotations

from pmo_xl.core.typed_toml import Strict


class OwnTemplates(Strict):
    """Nothing of its own, until it says so."""

    def __hash__(self) -> int:
        return hash(self.model_dump_json())


NOTHING_OF_ITS_OWN = OwnTemplates()
