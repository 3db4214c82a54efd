"""Blocks of pages that stand by themselves: heat maps, detailed lists, what moved and what was signed off."""
