"""Message boxes: in front of the book's window, or only remembered where nobody could press a button."""

from __future__ import annotations

import os
from typing import Any

from pmo_xl.libreoffice.connection.office import Office, enum

# com.sun.star.awt.MessageBoxButtons and MessageBoxResults, in xlwings' words.
_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
_ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}
_X_WINDOW = 6


def shown(office: Office, prompt: str, title: str, buttons: str, mode: str | None) -> str:
    """The button that was pressed; the first one when there is no screen to press it on."""
    number = _BUTTONS[buttons]
    office.alerts.append((title, prompt))
    window = _window(office)
    if window is None or not _visible(window):
        return "yes" if buttons.startswith("yes") else "ok"
    kind = enum("awt.MessageBoxType", "ERRORBOX" if mode == "critical" else "INFOBOX")
    if buttons != "ok":
        # An information box has only its OK button, whatever is asked for.
        kind = enum("awt.MessageBoxType", "WARNINGBOX" if mode == "critical" else "QUERYBOX")
    box = office.create("com.sun.star.awt.Toolkit").createMessageBox(window, kind, number, title, prompt)
    return _ANSWERS[box.execute()]


def _window(office: Office) -> Any:
    document = office.desktop.getCurrentComponent() or next(office.documents(), None)
    controller = document and document.getCurrentController()
    return controller and controller.getFrame().getContainerWindow()


def _visible(window: Any) -> bool:
    """Whether the office draws on a screen: one started with --headless would wait for ever for an answer."""
    if os.environ.get("PMO_XL_HEADLESS"):
        return False
    if os.environ.get("WAYLAND_DISPLAY"):
        return True  # there no window has a number to show
    handle = window.getWindowHandle(_process_id(), _X_WINDOW)
    return bool(handle is not None and getattr(handle, "WindowHandle", 0))


def _process_id() -> Any:
    from pmo_xl.libreoffice.connection.bridge import find_uno

    return find_uno().ByteSequence(bytes(16))
