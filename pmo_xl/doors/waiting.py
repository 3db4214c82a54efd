"""``pmo-xl wait``: the Python that a person starts once, and that answers the buttons as long as its window is open."""

from __future__ import annotations

import typer

from pmo_xl.console.buttons import BUTTONS
from pmo_xl.core.base.problem import PmoXlError
from pmo_xl.core.base.text import same, t
from pmo_xl.doors.terminal.options import Language
from pmo_xl.doors.terminal.session import door, tell, until_stopped

app = typer.Typer()


@app.command()
def wait(lang: Language = None) -> None:
    """Wait for the clicks of the control workbook and answer them, so that Excel starts no program, until Ctrl-C."""
    with door(lang) as language, until_stopped() as stop:
        import datetime as dt

        import pmo_xl.pipeline
        import pmo_xl.workspace.answer  # noqa: F401 - what the first click needs is loaded before it comes
        from pmo_xl.doors.addin import serve
        from pmo_xl.doors.terminal.waiting import clicks, clicks_folder

        labels = {button.key: button.label for button in BUTTONS}
        came = clicks(clicks_folder(), stop)
        tell(WAITING, language)
        for click in came:
            now = dt.datetime.now(dt.UTC).astimezone()
            what = labels.get(click.button, same(click.button))
            tell(CLICKED.fill(time=f"{now:%H:%M:%S}", what=what, book=click.book), language)
            try:
                serve(click)
            except PmoXlError as problem:
                tell(problem.text, language)


WAITING = t(
    "The buttons work as long as this window is open. Stop with Ctrl-C.",
    "Les boutons fonctionnent tant que cette fenêtre est ouverte. Ctrl-C pour arrêter.",
)
CLICKED = t("{time} {what} · {book}", "{time} {what} · {book}")
