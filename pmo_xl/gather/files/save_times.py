"""When the file of a return was saved: for versions of one file alone, since each is opened again for it."""

from __future__ import annotations

from pmo_xl.core.flow.portfolio import Return
from pmo_xl.excel.read.save_time import disk_moment, stated_moment
from pmo_xl.steps.one_return.versions import SavedAt


def saved_at(returned: Return) -> SavedAt | None:
    """As the workbook states it, else as the disk does; None for a file that lies on none."""
    if returned.path is None:
        return None
    moment = stated_moment(returned.path)
    if moment is not None:
        return SavedAt(moment, stated=True)
    moment = disk_moment(returned.path)
    return SavedAt(moment, stated=False) if moment is not None else None
