"""The folder a PMO works in: made new, made as a demo; the templates that go out to project managers."""

from pmo_xl.workspace.blanks import write_templates
from pmo_xl.workspace.fresh import new_workspace
from pmo_xl.workspace.issue import Prepared, prepare
from pmo_xl.workspace.showcase import demo

__all__ = ["Prepared", "demo", "new_workspace", "prepare", "write_templates"]
