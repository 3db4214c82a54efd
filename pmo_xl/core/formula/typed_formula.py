"""The Excel reading of what is said of cells as somebody typed them.

Every list of words stands on the hidden sheet of the template, each word with an end sign behind it, so that a blank
cell equals no blank word of the list by chance and none is taken for a pattern. Row references are written whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from pmo_xl.core.base.pattern import Pattern, Piece, pattern_of
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.names import Names, literal, parameter
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.expr.nodes import Const, Expr, Op, Param, Ref
from pmo_xl.core.expr.typed_cells import (
    FIRST_DAY,
    LAST_DAY,
    LINK_TYPES,
    MOST_LINKS,
    WIDE,
    Among,
    CellsFilled,
    Codes,
    HoldsCode,
    HoldsDay,
    HoldsNumber,
    HoldsText,
    HoldsWord,
    Judged,
    LinksKnown,
    NumbersIn,
    Repeats,
    SaysNothing,
    Sentence,
    SumUnder,
    Typed,
)

END = "|"
"""The end sign of each word of a list."""

PLACES = parameter("places")
"""The numbers 1 to 64, down a column: the places of the signs of a code."""

NO_BREAK = "\xa0"
_DAY_0 = 693594
"""The ordinal of the day that Excel counts as 0."""


def words_name(choices: type[Choice], member: Choice | None = None) -> str:
    """The defined name of the words by which a list is known, or one value of it."""
    return parameter(f"words_{choices.__name__}" + (f"_{member.name.lower()}" if member is not None else ""))


def blanks_name(*, free: bool) -> str:
    """The defined name of the words that stand for a blank."""
    return parameter("no_words" if free else "blanks")


def typed(expr: Typed, write: Sequence[str], names: Names) -> str:
    """The formula text of a node; ``write`` holds that of its parts."""
    match expr:
        case HoldsNumber(_, low, high, whole):
            return _number(write[0], low, high, whole=whole)
        case HoldsDay():
            first, last = (day.toordinal() - _DAY_0 for day in (FIRST_DAY, LAST_DAY))
            return f'COUNTIFS({write[0]},">={first}",{write[0]},"<{last + 1}")'
        case HoldsText(_, longest):
            short = f"(LEN({write[0]})<={longest})*" if longest is not None else ""
            return f"{short}NOT(ISLOGICAL({write[0]}))"
        case HoldsCode(_, pattern):
            # A number with decimals is no code: what Excel made of 1.10 nobody knows.
            return f"(INT(N({write[0]}))=N({write[0]}))*" + _code(f"TRIM({write[0]})", pattern_of(pattern))
        case HoldsWord(_, choices, None):
            return _listed(write[0], words_name(choices))
        case HoldsWord(_, choices, member):
            return f'ISNUMBER(MATCH(TRIM({write[0]})&"{END}",{words_name(choices, member)},0))'
        case SaysNothing(_, free, True):
            return _bare(write[0], blanks_name(free=free))
        case SaysNothing(_, free):
            return _listed(write[0], blanks_name(free=free))
        case CellsFilled():
            return f"COUNTA({','.join(write)})"
        case Codes(_, conditions, at_error):
            texts = (
                f'IF(IFERROR({condition},{int(at_error)}),"","{code:03}")'
                for (code, _), condition in zip(conditions, write[1:], strict=True)
            )
            return f'IF({write[0]}=0,"",{"&".join(texts)})'
        case Sentence(_, name, _):
            codes = "&".join(write)
            more = f'IF(LEN({codes})>3," (+"&(LEN({codes})/3-1)&")","")'
            return f"INDEX({parameter(name)},--LEFT({codes},3))&{more}"
        case Repeats(cells, months):
            return _repeats(cells, months, write, names)
        case LinksKnown(_, own):
            return _links(write[0], names.column(own.key, names.home), write[1])
        case Among(_, table, key, joint):
            return _among(write[0], names.column(key, table), joint)
        case SumUnder(_, table, key, what):
            return f"SUMPRODUCT(--({_same_name(names.column(key, table), write[0])}),{names.column(what, table)})"
        case Judged():
            return f"IFERROR({write[0]},TRUE)"
        case NumbersIn(table, what):
            return f"COUNT({names.column(what, table)})"
    raise TypeError(f"no Excel reading for {expr!r}")


def _number(cell: str, low: float | None, high: float | None, *, whole: bool) -> str:
    # COUNTIFS counts numbers alone: a text, a truth value or an error meets no comparison with one.
    limits = ((">=", low), ("<=", high))
    tests = [f"{cell},{_criterion(sign, limit)}" for sign, limit in limits if limit is not None]
    if whole and tests:
        tests.append(f"{cell},INT(N({cell}))")
    elif whole:
        return f"COUNT({cell})*(INT(N({cell}))=N({cell}))"
    return f"COUNTIFS({','.join(tests)})" if tests else f"COUNT({cell})"


def _criterion(sign: str, limit: float) -> str:
    # A fraction inside a text would be read as the country writes it.
    return f'"{sign}{int(limit)}"' if limit == int(limit) else f'"{sign}"&{limit!r}'


def _listed(cell: str, words: str) -> str:
    return f'SUMPRODUCT(--({words}=TRIM(CLEAN(SUBSTITUTE({cell},"{NO_BREAK}"," ")))&"{END}"))'


def _bare(cell: str, words: str) -> str:
    return f'SUMPRODUCT(--({words}=TRIM({cell})&"{END}"))'


def _code(text: str, pattern: Pattern) -> str:
    if pattern.joint:
        signs, joint = pattern.pieces[0].signs, literal(pattern.joint, "en")
        return "*".join((
            _signs_from(1, text, signs + pattern.joint, f"LEN({text})"), f"(LEN({text})>0)",
            f"(LEFT({text},1)<>{joint})", f"(RIGHT({text},1)<>{joint})",
            f"ISERROR(FIND({literal(pattern.joint * 2, 'en')},{text}))",
        ))  # fmt: skip
    tests, start, words = list[str](), 1, ""
    least = sum(piece.least for piece in pattern.pieces)
    most = (
        None
        if pattern.pieces[-1].most is None
        else least + pattern.pieces[-1].most - pattern.pieces[-1].least
    )
    if least == most:
        tests.append(f"(LEN({text})={least})")
    else:
        tests += [f"(LEN({text})>={least})", *([f"(LEN({text})<={most})"] if most is not None else [])]
    for at, piece in enumerate(pattern.pieces):
        if _is_sign(piece):
            words += piece.signs
            if at + 1 < len(pattern.pieces) and _is_sign(pattern.pieces[at + 1]):
                continue
            tests.append(f"EXACT(MID({text},{start},{len(words)}),{literal(words, 'en')})")
            start, words = start + len(words), ""
        else:
            last = at + 1 == len(pattern.pieces)
            end = f"LEN({text})" if last else str(start + piece.least - 1)
            tests.append(_signs_from(start, text, piece.signs, end))
            start += piece.least
    return "*".join(tests)


def _is_sign(piece: Piece) -> bool:
    return len(piece.signs) == 1 and piece.least == piece.most == 1


def _signs_from(start: int, text: str, signs: str, end: str) -> str:
    """Whether every sign of a text from one place to another is one of these; FIND, which heeds the case."""
    after = f"({PLACES}>={start})*" if start > 1 else ""
    found = f"ISNUMBER(FIND(MID({text},{PLACES},1),{literal(signs, 'en')}))"
    many = f"{end}-{start - 1}" if start > 1 else end
    return f"(SUMPRODUCT({after}({PLACES}<={end})*{found})={many})"


def _repeats(cells: Sequence[Ref], months: frozenset[str], write: Sequence[str], names: Names) -> str:
    tests = []
    for cell, here in zip(cells, write, strict=True):
        whole = names.column(cell.key, names.home)
        if cell.key in months:
            tests.append(f"({whole}>EOMONTH({here},-1))*({whole}<EOMONTH({here},0)+1)")
        else:
            tests.append(f'({_same_name(whole, here)})*({whole}<>"")')
    first = names.column(cells[0].key, names.home)
    # An Excel error in the column is named where it stands, not in every other row.
    return f"IFERROR(SUMPRODUCT({'*'.join(tests)}*(ROW({first})<ROW()))>0,FALSE)"


def _same_name(column: str, cell: str) -> str:
    """Whether names are those of one row: whatever their case, 007 being 7."""
    zeros = f'REPT("0",{WIDE})&TRIM'
    return f"RIGHT({zeros}({column}),{WIDE})=RIGHT({zeros}({cell}),{WIDE})"


def _links(cell: str, column: str, own: str) -> str:
    # Parts of 200 signs, each link in the middle of one: so a text is taken apart without a loop.
    apart = f'SUBSTITUTE(IF(ISNUMBER(FIND(";",{cell})),{cell},SUBSTITUTE({cell},",",";")),";",REPT(" ",200))'
    links = f"TRIM(MID({apart},{{{','.join(str(1 + 200 * at) for at in range(MOST_LINKS))}}},200))"
    behind = f"MID({links},LEN({column})+1,9)"
    ends = (
        f'ISNUMBER(FIND(LEFT(TRIM({behind})&"{END}",1),"{END}+-−"))'
        f'+ISNUMBER(SEARCH(LEFT(TRIM({behind})&"{END}",2),"{"  ".join(LINK_TYPES)}"))'
    )
    begins = f'(LEFT({links},LEN({column}))={column}&"")*({column}<>"")*({column}<>{own})'
    found = f"SUMPRODUCT({begins}*(({ends})>0))"
    return f'({found}>=SUMPRODUCT(--({links}<>"")))'


def _among(cell: str, column: str, joint: str) -> str:
    if joint:
        above = f'(LEFT({column},LEN(TRIM({cell}))+1)=TRIM({cell})&"{joint}")'
        return f"(SUMPRODUCT((TRIM({column})=TRIM({cell}))+{above})>0)"
    return f"(SUMPRODUCT(--({_same_name(column, cell)}))>0)"


# cells that people fill, read by rules and calculated columns ----------------------------------------


def readable(key: str, names: Names) -> str:
    """Whether a cell of the row at hand holds what can be read: what cannot be counts as blank."""
    ref, column = names.column(key), names.tables[names.home][key].cell
    if names.is_number(key):
        if column is None or column.computed or not column.is_scale or names.sound:
            return f"ISNUMBER({ref})"
        return f"({_number(ref, column.low, column.high, whole=False)}=1)"
    if column is None or column.computed:
        return f'({ref}<>"")'
    blanks = blanks_name(free=is_free_text(column))
    return f"({_bare(ref, blanks) if names.sound else _listed(ref, blanks)}=0)"


def is_free_text(column: Column) -> bool:
    """Whether a column asks for words and no code: there fewer words stand for a blank."""
    return column.kind is Kind.TEXT and column.pattern is None


def is_member(expr: Expr) -> HoldsWord | None:
    """The comparison of a cell with a value of its list, which may stand there in any word of any language."""
    match expr:
        case Op("=" | "<>", (Ref() | Param()) as cell, Const(Choice() as member)):
            return HoldsWord(cell, type(member), member)
    return None
