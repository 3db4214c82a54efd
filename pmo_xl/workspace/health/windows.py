"""What Windows tells of itself: its registry, and what an organisation forbids Excel."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pmo_xl.core.base.text import Text, t
from pmo_xl.workspace.health.seen import Seen, attention, in_order, problem

Registry = Callable[[str, str], Any]
"""The value of a name (empty: the default one) under a key of the Windows registry; None without one."""

_DEFENDER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"
_BY_GROUP_POLICY = rf"{_DEFENDER}\Windows Defender Exploit Guard\ASR\Rules"
_BY_INTUNE = rf"{_DEFENDER}\Policy Manager"
_OFF, _BLOCK, _AUDIT, _WARN = 0, 1, 2, 6

NO_CHILD_PROCESS = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"
NO_SYSTEM_CALLS = "92E97FA1-2EDF-4476-BDD6-9DD0B4DDDC7B"
"""Microsoft's numbers of the attack surface reduction rules that keep macros from starting Python."""


def windows_registry(key: str, name: str) -> Any:
    """The registry of this computer; None where there is no such key, name or registry."""
    if sys.platform == "win32":
        import winreg

        roots = {
            "HKCU": winreg.HKEY_CURRENT_USER,
            "HKLM": winreg.HKEY_LOCAL_MACHINE,
            "HKCR": winreg.HKEY_CLASSES_ROOT,
        }
        root, _, path = key.partition("\\")
        try:
            with winreg.OpenKey(roots[root], path) as opened:
                return winreg.QueryValueEx(opened, name)[0]
        except OSError:
            return None
    return None


def windows_subkeys(key: str) -> Sequence[str]:
    """The names of the keys below a key of the current user; none where there is no such key, or no registry."""
    found: list[str] = []
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key.partition("\\")[2]) as opened:
                found = [winreg.EnumKey(opened, index) for index in range(winreg.QueryInfoKey(opened)[0])]
        except OSError:
            return found
    return found


def attack_surface(registry: Registry, instead: Text) -> Iterator[Seen]:
    """Whether Microsoft Defender keeps Excel from starting Python; *instead* is what works all the same."""
    told = {
        NO_CHILD_PROCESS: t(
            "Office may not start other programs", "Office ne peut pas lancer d’autres programmes"
        ),
        NO_SYSTEM_CALLS: t("macros may not call Windows", "les macros ne peuvent pas appeler Windows"),
    }
    found = {rule: _state(registry, rule) for rule in told}
    for rule, what in told.items():
        match found[rule]:
            case 1:
                words = t("Microsoft Defender: {what} (attack surface reduction rule {rule})",
                          "Microsoft Defender\u00a0: {what} (règle de réduction de la surface d’attaque {rule})")  # fmt: skip
                yield problem(words.fill(what=what, rule=rule), instead)
            case 6:
                words = t("Microsoft Defender warns before a macro goes on: {what}", "Microsoft Defender avertit avant de laisser continuer une macro\u00a0: {what}")  # fmt: skip
                yield attention(words.fill(what=what), instead)
    if not {_BLOCK, _WARN} & set(found.values()):
        yield in_order(t("Microsoft Defender: no rule keeps Excel from starting Python", "Microsoft Defender\u00a0: aucune règle n’empêche Excel de lancer Python"))  # fmt: skip


def _state(registry: Registry, rule: str) -> int:
    """What is ordered for a rule: nothing (0), block (1), only note it (2), warn (6)."""
    value = registry(_BY_GROUP_POLICY, rule)
    if value is None:
        rules = dict(
            part.split("=", 1)
            for part in str(registry(_BY_INTUNE, "ASRRules") or "").split("|")
            if "=" in part
        )
        value = {name.strip("{} ").upper(): state for name, state in rules.items()}.get(rule)
    return int(value) if str(value or "").strip().isdecimal() else _OFF
