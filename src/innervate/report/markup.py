"""HTML and SVG that cannot be injected into: text is escaped unless it was built here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TypeAlias


class Markup(str):
    """Text that is HTML already; made by `tag` and `join` only, or from a constant."""

    __slots__ = ()


Content: TypeAlias = "str | Markup | Iterable[Content] | None"
Attribute: TypeAlias = "str | float | bool | None"

_VOID = frozenset({"meta", "br", "rect", "line", "circle", "path", "use", "col"})


def tag(name: str, /, *content: Content, **attributes: Attribute) -> Markup:
    """One element; plain strings in `content` and all attribute values are escaped.

    Attribute names are written with ``_`` for ``-`` and a closing ``_`` where Python reserves
    the word. None leaves an attribute out, True writes it without value.

    >>> tag("p", "a < b", class_="note", hidden=None)
    '<p class="note">a &lt; b</p>'
    """
    opening = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    if name in _VOID and not content:
        return Markup(opening if name in ("meta", "br", "col") else opening[:-1] + "/>")
    return Markup(f"{opening}{join(*content)}</{name}>")


def join(*content: Content) -> Markup:
    """Everything one after the other, escaped where it is plain text."""
    return Markup("".join(_text(item) for item in content))


def _text(item: Content) -> str:
    if item is None:
        return ""
    if isinstance(item, Markup):
        return str(item)
    if isinstance(item, str):
        return escape(item, quote=False)
    return "".join(_text(each) for each in item)


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if name == "viewbox":
        name = "viewBox"
    if name == "preserveaspectratio":
        name = "preserveAspectRatio"
    if value is True:
        return f" {name}"
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return f' {name}="{escape(text)}"'
