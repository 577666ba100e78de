"""Plug-ins found by name: a file in the right folder, or an entry point of another package."""

from __future__ import annotations

import pkgutil
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from typing import Generic, TypeVar, cast

from innervate.core.errors import InputError, few, nearest

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Registry(Generic[T]):
    """The plug-ins of one kind.

    Attributes:
        package: dotted name of the folder of the built-in ones; also the entry-point group.
        noun: what one of them is called in messages.
        apart: folders in that folder that hold plug-ins of another kind and are none themselves.

    >>> "bandpass" in Registry("innervate.steps", "step").names()
    True
    """

    package: str
    noun: str
    apart: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """All names in alphabetical order, importing none of them."""
        return tuple(sorted({*self.built_in(), *(point.name for point in self._points())}))

    def built_in(self) -> tuple[str, ...]:
        """The names of the built-in ones."""
        spec = find_spec(self.package)
        where = (spec.submodule_search_locations if spec else None) or []
        found = (m.name for m in pkgutil.iter_modules(where) if not m.name.startswith("_"))
        return tuple(sorted(name for name in found if name not in self.apart))

    def load(self, name: str) -> type[T]:
        """The plug-in class of that name; raises `InputError` with the nearest names."""
        if name in self.built_in():
            module = import_module(f"{self.package}.{name}")
            return cast("type[T]", module.PLUGIN)
        for point in self._points():
            if point.name == name:
                return self._load(point)
        what, close = f"there is no {self.noun} {name!r}", nearest(name, self.names())
        if close:
            raise InputError(what, fix=f"write {' or '.join(close)}")
        raise InputError(what, found=few(self.names()), fix="use one of these names")

    def name_of(self, plugin: type) -> str:
        """The name under which a plug-in class is found; raises `InputError` for strangers."""
        prefix = self.package + "."
        name = plugin.__module__.removeprefix(prefix).split(".")[0]
        if plugin.__module__.startswith(prefix) and not name.startswith("_"):
            return name
        package = plugin.__module__.split(".")[0]
        for point in self._points():
            if point.module.split(".")[0] == package:
                with suppress(InputError):  # a broken neighbour
                    if self._load(point) is plugin:
                        return point.name
        raise InputError(
            f"{plugin.__qualname__} is not a registered {self.noun}",
            fix=f"give it a file in {self.package} or an entry point in the group {self.package!r}",
        )

    def _load(self, point: EntryPoint) -> type[T]:
        try:
            return cast("type[T]", point.load())
        except Exception as error:
            package = point.dist.name if point.dist else point.module
            raise InputError(
                f"the {self.noun} {point.name!r} of the package {package} cannot be loaded",
                found=f"{type(error).__name__}: {error}",
                fix=f"update {package} or uninstall it",
            ) from error

    def _points(self) -> tuple[EntryPoint, ...]:
        return tuple(entry_points(group=self.package))
