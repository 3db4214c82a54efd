"""The follow-up: where a project stands in words, and what it has to do, to settle, to change and to deliver."""

from pmo_xl.catalog.kinds.followup.template import TEMPLATE
from pmo_xl.core.catalogue.return_kind import ReturnKind

KIND = ReturnKind(template=TEMPLATE)
