"""The body from both sides, its muscles lit by how active they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from innervate.body.drawing import Figure, Picture, Shape, find_drawing
from innervate.core.channel import Side
from innervate.core.measure import Measure
from innervate.engine.answers import FELT
from innervate.report.felt import only_felt
from innervate.report.heat import hottest, shade
from innervate.report.markup import Markup, join, tag
from innervate.report.text import capital, measure_scale, subject_text, unit_text, who
from innervate.report.view import MOST_MUSCLES, MOST_SETS, Role, View

_GAP = 40.0
_FELT = (
    "The muscle that the finger was on. No sensor was there: its colour says where, not how much."
)
_READING = "Mean activation over the repetitions, drawn where the muscle lies. "
_NO_COLOUR = (
    "The unit of these activations forbids to compare muscles, so that all that were "
    "recorded have one colour. "
)


@dataclass(frozen=True, slots=True)
class _Light:
    """A recorded muscle: how active it was, its part in the exercise, how full its colour is."""

    measure: Measure
    role: Role
    style: str | None

    @property
    def kind(self) -> str:
        plain = "" if self.style else " plain"
        return f"lit {self.role}{plain}{'' if self.measure.quality.ok else ' unsure'}"

    @property
    def words(self) -> str:
        doubt = "" if self.measure.quality.ok else ", doubtful data"
        return f"{self.name}, {self.role.words}: {self.value}{doubt}"

    @property
    def name(self) -> str:
        return subject_text(self.measure.subject)

    @property
    def value(self) -> str:
        text = measure_scale(self.measure).text(self.measure.value)
        return f"felt {text} of 10" if self.measure.metric == FELT else text


def body_map(view: View, body: Figure) -> Markup | None:
    """The section; None where no activation was measured or the drawing was not built."""
    drawing = find_drawing()
    felt = only_felt(view)
    if drawing is None or not any(_lights(view, part) for part in view.parts):
        return None
    pictures = drawing.of(body)
    parts = [part for part in view.parts[-MOST_SETS:] if _lights(view, part)]
    full = hottest(view)
    return tag(
        "section",
        tag("h2", "On the body"),
        tag("p", _FELT, class_="how") if felt else tag(
            "p", _READING, _NO_COLOUR if full is None else None, _legend(view), class_="how"
        ),
        None if full is None else _scale(view, full),
        _stock(pictures),
        tag("div", *(_figure(view, part, pictures) for part in parts),
            class_="bodies" if len(parts) > 1 else "bodies alone"),
        id="map",
    )  # fmt: skip


def _lights(view: View, part: View) -> list[_Light]:
    """The muscles of a set, the most active first; of several sensors on one the highest."""
    full = hottest(view)
    best: dict[tuple[str, Side | None], Measure] = {}
    felt = only_felt(view)
    for one in part.of_set(FELT if felt else "activation"):
        key = (one.subject.muscle or "", one.subject.side)
        if key[0] and (key not in best or (one.value or 0.0) > (best[key].value or 0.0)):
            best[key] = one
    found = sorted(best.values(), key=lambda one: -(one.value or 0.0))
    return [
        _Light(
            one,
            Role.TARGET if felt else part.role(one.subject.muscle, one.subject.side),
            None if full is None else shade(one.value or 0.0, full),
        )
        for one in found
    ]


def _legend(view: View) -> str:
    lights = [light for part in view.parts for light in _lights(view, part)]
    text = "A blue edge marks a target, an orange edge a muscle that was watched. "
    if any(light.measure.subject.side is None for light in lights):
        text += "Where the side is not known, both sides are lit. "
    if any(not light.measure.quality.ok for light in lights):
        text += "A broken edge stands for doubtful data. "
    return text


def _scale(view: View, full: float) -> Markup:
    """The colours from nothing to the fullest, as in the table of repetitions."""
    one = view.of_set("activation")[0]
    top = measure_scale(one).bare(full)
    return tag(
        "div",
        tag("span", "0"),
        tag("span", class_="ramp", aria_hidden="true"),
        tag("span", f"{top} {unit_text(one.unit)}"),
        tag("span", "(the highest of a repetition)", class_="faint"),
        class_="scale",
    )


def _stock(pictures: tuple[Picture, ...]) -> Markup:
    """Every path once, for all figures to use."""
    return tag(
        "svg",
        tag("defs", *(_drawn(picture) for picture in pictures)),
        width="0", height="0", class_="stock", aria_hidden="true",
    )  # fmt: skip


def _drawn(picture: Picture) -> Markup:
    paths: dict[str, Markup] = {}
    for shape in picture.shapes:
        d = "".join(shape.d)
        paths.setdefault(d, tag("path", d=d, id=_id(picture, shape), class_="edge"))
    still = [_use(picture, shape) for shape in picture.shapes if not shape.deep]
    return join(
        *paths.values(),
        tag(
            "g",
            *(tag("path", d=d, class_="skin edge") for d in picture.outline),
            tag("g", *still, class_="still"),
            id=f"body-{picture.view}",
        ),
    )


def _id(picture: Picture, shape: Shape) -> str:
    """The name of a shape's paths; both sides have the same ones, one of them mirrored."""
    twins = (one for one in picture.shapes if one.d == shape.d)
    return f"shape-{picture.view}-{picture.shapes.index(next(twins))}"


def _use(picture: Picture, shape: Shape, *content: Markup, **more: str | None) -> Markup:
    return tag("use", *content, href=f"#{_id(picture, shape)}", transform=shape.transform or None,
               **more)  # fmt: skip


def _figure(view: View, part: View, pictures: tuple[Picture, ...]) -> Markup:
    lights = _lights(view, part)
    title = view.title_of(part)
    key = f"map-{part.number or 0}"
    shown = [picture for picture in pictures if picture.shapes]
    across = sum(one.viewbox[2] for one in shown) + _GAP * (len(shown) - 1)
    top = min(one.viewbox[1] for one in shown)
    foot = max(one.viewbox[1] + one.viewbox[3] for one in shown)
    names = (f"{key}-title", f"{key}-desc")
    drawing = tag(
        "svg",
        tag("title", "The body from the front and from the back", id=names[0]),
        tag("desc", "; ".join(light.words for light in lights), id=names[1]),
        *_placed(shown, lights),
        viewbox=f"0 {top:g} {across:g} {foot - top:g}",
        role="img", aria_labelledby=" ".join(names), class_="map",
    )  # fmt: skip
    sides = tag(
        "p",
        *(tag("span", word) for word in ("right", "front", "left", "left", "back", "right")),
        class_="sides", aria_hidden="true",
    )  # fmt: skip
    return tag(
        "figure",
        tag("figcaption", tag("b", title)) if title else None,
        tag("div", drawing, sides, class_="drawn"),
        tag("div", _list(lights), _absent(pictures, lights)),
        class_="body",
    )


def _placed(pictures: list[Picture], lights: list[_Light]) -> Iterator[Markup]:
    """The pictures side by side, with the lit muscles over them."""
    left = 0.0
    for picture in pictures:
        over = [
            _use(picture, shape, tag("title", light.words), class_=_kind(shape, light),
                 style=light.style)
            for light in reversed(lights)
            for shape in picture.shapes
            if _is(shape, light)
        ]  # fmt: skip
        yield tag(
            "g",
            tag("use", href=f"#body-{picture.view}"),
            *over,
            transform=f"translate({left - picture.viewbox[0]:g} 0)",
        )
        left += picture.viewbox[2] + _GAP


def _kind(shape: Shape, light: _Light) -> str:
    return f"{light.kind} deep" if shape.deep else light.kind


def _is(shape: Shape, light: _Light) -> bool:
    subject = light.measure.subject
    return shape.muscle == subject.muscle and subject.side in (None, shape.side)


def _list(lights: list[_Light]) -> Markup:
    rows = [
        tag(
            "li",
            tag("span", class_=f"swatch {light.kind}", style=light.style, aria_hidden="true"),
            tag("span", capital(light.name)),
            tag("span", light.value, "" if light.measure.quality.ok else " ?", class_="value"),
        )
        for light in lights[:MOST_MUSCLES]
    ]
    more = len(lights) - len(rows)
    rest = tag("p", f"and {more} more, in the table below", class_="faint") if more else None
    return join(tag("ul", *rows, class_="lights"), rest)


def _absent(pictures: tuple[Picture, ...], lights: list[_Light]) -> Markup | None:
    """The muscles that the drawing does not have."""
    shapes = [shape for picture in pictures for shape in picture.shapes]
    names = [
        who(light.measure.subject.muscle, light.measure.subject.side)
        for light in lights
        if not any(_is(shape, light) for shape in shapes)
    ]
    if not names:
        return None
    return tag("p", f"Recorded, but not in the drawing: {', '.join(names)}.", class_="faint")
