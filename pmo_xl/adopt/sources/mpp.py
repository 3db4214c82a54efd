"""Plans of Microsoft Project in its own format, turned into XML by mpxj and Java in a process of their own.

Started as ``python -m pmo_xl.adopt.sources.mpp MEMORY``: the file's bytes on stdin, the XML on stdout.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec

from pmo_xl.adopt.sources.model import NotTakenError
from pmo_xl.core.base.text import t
from pmo_xl.core.settings.limits import LIMITS, LimitSettings
from pmo_xl.core.version import PACKAGE_FOLDER

OLE = b"\xd0\xcf\x11\xe0"
NO_JAVA = 3


def converted(data: bytes, limits: LimitSettings = LIMITS) -> bytes:
    """The plan as XML; raises NotTakenError where mpxj or Java is missing, and for a file that they cannot read."""
    if not data.startswith(OLE):
        raise NotTakenError(NO_MPP, SAVE_XML)
    if find_spec("mpxj") is None or find_spec("jpype") is None:
        raise NotTakenError(NO_MPXJ, SAVE_XML)
    paths = [str(PACKAGE_FOLDER.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-m", "pmo_xl.adopt.sources.mpp", str(limits.memory)],
            input=data,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            creationflags=_no_window(),
        )
    except subprocess.TimeoutExpired as problem:
        raise NotTakenError(TOO_SLOW.fill(most=limits.seconds), SAVE_XML) from problem
    if child.returncode == NO_JAVA:
        raise NotTakenError(NO_MPXJ, SAVE_XML)
    if child.returncode != 0 or not child.stdout:
        said = child.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NotTakenError(UNREADABLE, SAVE_XML, said[-1][:200] if said else None)
    return child.stdout


def _no_window() -> int:
    """Keep a black window from flashing up when Excel started us on Windows."""
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW
    return 0


def _child(memory: int) -> int:
    import jpype
    import jpype.imports
    import mpxj  # noqa: F401 - puts its archives where Java finds them

    data = sys.stdin.buffer.read()
    try:
        jpype.startJVM(f"-Xmx{memory}m", "-Djava.awt.headless=true", convertStrings=False)
    except (jpype.JVMNotFoundException, OSError):
        return NO_JAVA
    streams = jpype.JPackage("java").io
    project = jpype.JPackage("org").mpxj
    plan = project.reader.UniversalProjectReader().read(streams.ByteArrayInputStream(data))
    if plan is None:
        sys.stderr.write("no plan\n")
        return 1
    out = streams.ByteArrayOutputStream()
    project.mspdi.MSPDIWriter().write(plan, out)
    sys.stdout.buffer.write(bytes(out.toByteArray()))
    return 0


NO_MPP = t("The file is no plan of Microsoft Project.", "Le fichier n’est pas un planning Microsoft Project.")
NO_MPXJ = t(
    "Plans as .mpp are read with mpxj and Java, which are not installed here: pip install \"pmo_xl[mpp]\", and Java 11 or newer.",
    "Les plannings .mpp se lisent avec mpxj et Java, qui ne sont pas installés ici : pip install \"pmo_xl[mpp]\", et Java 11 ou plus récent.",
)  # fmt: skip
SAVE_XML = t(
    "Or save the plan in Microsoft Project as XML (File > Save as > XML), and send that.",
    "Ou enregistrez le planning au format XML dans Microsoft Project (Fichier > Enregistrer sous > XML), et envoyez-le.",
)
TOO_SLOW = t("mpxj has not read the file after {most} seconds (limit “seconds”).", "mpxj n’a pas lu le fichier au bout de {most} secondes (limite « seconds »).")  # fmt: skip
UNREADABLE = t("mpxj cannot read the file.", "mpxj ne sait pas lire ce fichier.")

if __name__ == "__main__":
    sys.exit(_child(int(sys.argv[1])))
