"""What a contract suite found, and its rendering as plain text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether one plug-in keeps one contract.

    Attributes:
        plugin: the plug-in, as "step bandpass".
        contract: name of the contract.
        ok: whether it holds (or does not apply).
        detail: where it is broken, what was promised, what was seen where and how to mend it;
            where it does not apply, why.
    """

    plugin: str
    contract: str
    ok: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of a run.

    >>> report = Report((Finding("step x", "first law", True), Finding("step x", "units", True)))
    >>> print(report.text())
    step x: 2 contracts hold
    All 2 contracts of 1 plug-in hold.
    """

    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether every contract holds."""
        return all(finding.ok for finding in self.findings)

    @property
    def broken(self) -> tuple[Finding, ...]:
        """The contracts that do not hold."""
        return tuple(finding for finding in self.findings if not finding.ok)

    def text(self) -> str:
        """Plain text: a line per plug-in, with why what does not hold or apply; then the count."""
        plugins = tuple(dict.fromkeys(finding.plugin for finding in self.findings))
        lines = [line for plugin in plugins for line in self._lines(plugin)]
        return "\n".join([*lines, self._count(len(plugins))])

    def _lines(self, plugin: str) -> Iterable[str]:
        own = [finding for finding in self.findings if finding.plugin == plugin]
        broken = [finding for finding in own if not finding.ok]
        unchecked = [finding for finding in own if finding.ok and finding.detail]
        held = len(own) - len(broken) - len(unchecked)
        counts = [f"{held} {_plural('contract', held)} {'holds' if held == 1 else 'hold'}"]
        counts += [f"{len(unchecked)} not checked"] if unchecked else []
        counts += [f"{len(broken)} BROKEN"] if broken else []
        yield f"{plugin}: {', '.join(counts)}"
        for detail in dict.fromkeys(finding.detail for finding in unchecked):
            names = (finding.contract for finding in unchecked if finding.detail == detail)
            yield f"  {', '.join(names)}: {detail.removeprefix('not checked: ')}"
        for finding in broken:
            yield f"  BROKEN {finding.contract}"
            yield from (f"    {line}" for line in finding.detail.splitlines())

    def _count(self, plugins: int) -> str:
        broken = len(self.broken)
        total = sum(1 for finding in self.findings if not (finding.ok and finding.detail))
        of_all = f"{total} {_plural('contract', total)} of {plugins} {_plural('plug-in', plugins)}"
        if broken:
            return f"{broken} of {of_all} {'is' if broken == 1 else 'are'} broken."
        return f"All {of_all} hold."


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else noun + "s"
