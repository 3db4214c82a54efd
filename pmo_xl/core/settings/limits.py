"""How much one file may cost (``[limits]`` of pmo.toml): what goes beyond is refused or counted, and said."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pmo_xl.core.base.typed_toml import Strict

AtLeastOne = Annotated[int, Field(ge=1)]


class LimitSettings(Strict):
    """Limits of one file, far above any return that somebody fills; sizes in MiB, times in seconds.

    ``file_size`` is that on the disk, ``unpacked_size`` that of its parts, ``text_size`` that of the texts of all cells,
    each as often as it is shown. ``cells`` counts rows times columns up to the last cell that holds something, ``rows``
    the rows of one table, ``columns`` those of a sheet. What is not sure to stay small is read in a process of its own,
    which may take ``seconds`` and ``memory`` (Windows limits no memory). Of one file ``findings_of_a_rule`` findings
    of one rule are listed and ``findings`` in all; the others are counted. ``files`` may lie
    in a folder.
    """

    file_size: AtLeastOne = 256
    unpacked_size: AtLeastOne = 512
    text_size: AtLeastOne = 1024
    cells: AtLeastOne = 30_000_000
    rows: AtLeastOne = 50_000
    columns: Annotated[int, Field(ge=1, le=16_384)] = 16_384
    seconds: AtLeastOne = 60
    memory: Annotated[int, Field(ge=256)] = 2048
    findings_of_a_rule: AtLeastOne = 500
    findings: AtLeastOne = 5_000
    files: AtLeastOne = 100_000


LIMITS = LimitSettings()
"""The limits where nobody set others, and for the workbooks of the PMO itself."""
