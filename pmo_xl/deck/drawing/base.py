"""The presentation that decks stand on where a company gives none: 16:9, a master and its layouts, made by code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.settings.brand import Brand
from pmo_xl.excel.write.style import AMBER, BLUE, FONT, GREEN, GREY, INK, NAVY, PURPLE, QUIET, RED

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
Place = tuple[float, float, float, float]
"""Left, top, width and height in inches."""
TITLE: Place = (0.5, 0.3, 12.33, 0.8)
CONTENT: Place = (0.5, 1.25, 12.33, 5.55)
LAYOUTS: Sequence[tuple[Text, Sequence[tuple[str, str, int, Place, int]]]] = (
    (t("Cover", "Couverture"), (("{title}", "ctrTitle", 0, (0.9, 2.2, 11.5, 1.3), 44), ("{subtitle}", "subTitle", 1, (0.9, 3.6, 11.5, 2.2), 20))),
    (t("Content", "Contenu"), (("{title}", "title", 0, TITLE, 26), ("{content}", "body", 10, CONTENT, 14))),
    (t("Title only", "Titre seul"), (("{title}", "title", 0, TITLE, 26),)),
)  # fmt: skip
"""Each layout: its name; of each of its places the name, the kind, the number, where it is, the size of its letters."""
KEPT = (0, 1, 5)
"""Which layouts of the library's own base are made over: its title slide, title and content, title only."""
FOOT = 7.0
"""Inches from the top to the foot."""


def own_base(language: str, brand: Brand) -> Any:
    """A presentation without slides, in the colours of a PMO where it has some."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = WIDTH, HEIGHT
    for place, layout in reversed([*enumerate(presentation.slide_layouts)]):
        if place not in KEPT:
            presentation.slide_layouts.remove(layout)
    _drop_leftovers(presentation)
    main, second = brand.colours or (NAVY, BLUE)
    _theme(presentation, main, second)
    _master(presentation.slide_master)
    for layout, (name, places) in zip(presentation.slide_layouts, LAYOUTS, strict=True):
        _layout(layout, name.to(language), places)
    return presentation


def _drop_leftovers(presentation: Any) -> None:
    """The settings of somebody’s printer and a picture of an empty slide, which the library's base brings."""
    for part, kinds in (
        (presentation.part, (RT.PRINTER_SETTINGS,)),
        (presentation.part.package, (RT.THUMBNAIL,)),
    ):
        rels = part._rels
        for key in [key for key, rel in rels.items() if rel.reltype in kinds]:
            rels.pop(key)


def _theme(presentation: Any, main: str, second: str) -> None:
    """The colours and the fonts that everything on the slides takes by name."""
    part = presentation.slide_master.part.part_related_by(RT.THEME)
    theme = etree.fromstring(part.blob)
    colours = {
        "dk1": INK, "lt1": "#FFFFFF", "dk2": main, "lt2": "#E8EEF5", "accent1": second, "accent2": RED, "accent3": GREEN,
        "accent4": AMBER, "accent5": PURPLE, "accent6": GREY, "hlink": BLUE, "folHlink": QUIET,
    }  # fmt: skip
    for name, colour in colours.items():
        held = theme.find(f".//{qn('a:clrScheme')}/{qn(f'a:{name}')}")
        for child in list(held):
            held.remove(child)
        etree.SubElement(held, qn("a:srgbClr"), val=colour.lstrip("#"))
    for font in theme.iterfind(f".//{qn('a:fontScheme')}/*/{qn('a:latin')}"):
        font.set("typeface", FONT)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _master(master: Any) -> None:
    """A title, a body, the foot with its words and the number of the slide, a line below the title."""
    tree = master.shapes._spTree
    _clear(tree)
    tree.append(_placeholder(2, "{title}", "title", 0, TITLE, 26, bold=True))
    tree.append(_placeholder(3, "{content}", "body", 1, CONTENT, 14))
    tree.append(_placeholder(4, "Footer", "ftr", 3, (0.5, FOOT, 10.0, 0.3), 10, quiet=True))
    tree.append(_placeholder(5, "Number", "sldNum", 4, (11.33, FOOT, 1.5, 0.3), 10, quiet=True, right=True))
    tree.append(_line(6, 0.5, 1.12, 12.33))
    styles = master.part._element.find(qn("p:txStyles"))
    _title_style(styles.find(qn("p:titleStyle")))


def _title_style(style: Any) -> None:
    """Titles stand on the left, as dark as the theme’s second text."""
    level = style.find(qn("a:lvl1pPr"))
    level.set("algn", "l")
    properties = level.find(qn("a:defRPr"))
    properties.set("sz", "2600")
    properties.set("b", "1")
    fill = properties.find(qn("a:solidFill"))
    fill.find(qn("a:schemeClr")).set("val", "tx2")


def _layout(layout: Any, name: str, places: Sequence[tuple[str, str, int, Place, int]]) -> None:
    layout.name = name
    layout._element.attrib.pop("type", None)
    tree = layout.shapes._spTree
    _clear(tree)
    for number, (label, kind, idx, place, size) in enumerate(places, start=2):
        tree.append(
            _placeholder(number, label, kind, idx, place, size, bold="itle" in kind and kind != "subTitle")
        )
    if not any(kind == "ctrTitle" for _, kind, *_ in places):
        tree.append(_placeholder(8, "Footer", "ftr", 11, (0.5, FOOT, 10.0, 0.3), 10, quiet=True))
        tree.append(
            _placeholder(9, "Number", "sldNum", 12, (11.33, FOOT, 1.5, 0.3), 10, quiet=True, right=True)
        )
    else:
        layout._element.set("showMasterSp", "0")
        tree.append(_line(9, 0.9, 3.5, 11.5))
        _darken(layout, tree)


def _darken(layout: Any, tree: Any) -> None:
    """Light words on the dark colour of the theme."""
    back = f'<p:bg {nsdecls("p", "a")}><p:bgPr><a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    layout._element.cSld.insert(0, parse_xml(back))
    for colour in tree.iter(qn("a:schemeClr")):
        colour.set("val", "bg1")


def _clear(tree: Any) -> None:
    for child in list(tree):
        if child.tag not in (qn("p:nvGrpSpPr"), qn("p:grpSpPr")):
            tree.remove(child)


def _emu(inches: float) -> int:
    return int(Emu(Inches(inches)))


def _frame(place: Place) -> str:
    x, y, w, h = map(_emu, place)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'


def _placeholder(
    number: int, name: str, kind: str, idx: int, place: Place, size: int, *,
    bold: bool = False, quiet: bool = False, right: bool = False,
) -> Any:  # fmt: skip
    at = f' idx="{idx}"' if idx else ""
    weight = ' b="1"' if bold else ""
    ink = (
        '<a:schemeClr val="tx2"/>'
        if bold
        else f'<a:srgbClr val="{QUIET[1:]}"/>'
        if quiet
        else '<a:schemeClr val="tx1"/>'
    )
    anchor = "b" if kind in ("title", "ctrTitle") else "ctr" if quiet else "t"
    words = (
        '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr/><a:t>#</a:t></a:fld>'
        if kind == "sldNum" else f"<a:r><a:rPr/><a:t>{name}</a:t></a:r>" if not quiet else ""
    )  # fmt: skip
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{kind}"{at}/></p:nvPr></p:nvSpPr><p:spPr>{_frame(place)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:normAutofit/></a:bodyPr>'
        f'<a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{"r" if right else "l"}"><a:buNone/>'
        f'<a:defRPr sz="{int(Pt(size).pt) * 100}"{weight}><a:solidFill>{ink}</a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>'
        f"<a:p>{words}</a:p></p:txBody></p:sp>"
    )


def _line(number: int, left: float, top: float, width: float) -> Any:
    return parse_xml(
        f'<p:cxnSp {nsdecls("p", "a")}><p:nvCxnSpPr><p:cNvPr id="{number}" name="Line"/><p:cNvCxnSpPr/><p:nvPr userDrawn="1"/></p:nvCxnSpPr>'
        f'<p:spPr>{_frame((left, top, width, 0.0))}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f'<a:ln w="15875"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill></a:ln></p:spPr></p:cxnSp>'
    )
