"""Workbooks that are not ours: find the table, match its headers to a template, read through what was agreed."""

from __future__ import annotations

from pmo_xl.adopt.mapping import Mapping, read_mapping, read_mappings
from pmo_xl.adopt.propose import Proposal, propose
from pmo_xl.adopt.through import read_through

__all__ = ["Mapping", "Proposal", "propose", "read_mapping", "read_mappings", "read_through"]
