"""Export, erase, import gives everything back; whatever is no export changes nothing."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store._made import NEW, SHARE, emptied, everything, finished, kept_files, of, opened

from innervate.core.errors import InputError
from innervate.core.fit import Fit, FitParameter
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.store.rows import ImportReport, SessionState
from innervate.store.store import Store
from innervate.store.survey import MANIFEST_LIMIT

STRANGER = "20250102T030405000Z-0001-0a1b2c3d"


def test_export_erase_import_gives_the_same_back(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as store:
        ada, bo = store.add_person("Ada ☂"), store.add_person("Bo")
        finished(store, of(ada.id), signals=random.Random(1).randbytes(3 << 20))
        finished(store, replace(of(bo.id), simulated=True), signals=None)
        store.interrupt(store.begin(NEW).id)
        brought = tmp_path / "home" / "recordings" / "imported" / "gait" / "trial 1.c3d"
        brought.parent.mkdir()
        brought.write_bytes(b"brought")
        store.export_all(tmp_path / "all.zip")
        rows, files = everything(store), kept_files(tmp_path / "home")
        store.erase_all()
        assert everything(store) == ((), (), (), (), ())
        assert store.import_all(tmp_path / "all.zip") == ImportReport(3, 0)
        got = everything(store)
        assert got[0] == rows[0]
        assert got[2:] == rows[2:]
        interrupted = store.sessions(limit=1)[0]
        assert interrupted.state is SessionState.INTERRUPTED
        assert interrupted.recording is None
        assert store.sessions()[1:] == rows[1][1:]  # type: ignore[index]
        assert kept_files(tmp_path / "home") == files


TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
NUMBER = st.floats(allow_nan=False)
MAYBE = st.none() | NUMBER
COUNT = st.none() | st.integers(0, 2**31 - 1)
MEASURES = st.builds(
    Measure,
    metric=TEXT,
    value=MAYBE,
    unit=TEXT,
    subject=st.builds(
        Subject,
        muscle=st.none() | TEXT.filter(bool),
        channel=st.none() | TEXT,
        other=st.none() | TEXT,
        set=COUNT,
        rep=COUNT,
        phase=st.none() | TEXT,
    ),
    start_s=NUMBER,
    stop_s=NUMBER,
    uncertainty=st.builds(Uncertainty, low=MAYBE, high=MAYBE, level=MAYBE, method=TEXT),
    quality=st.builds(Quality, ok=st.booleans(), reasons=st.lists(TEXT, max_size=3).map(tuple)),
    version=st.integers(0, 2**31 - 1),
)
FITS = st.builds(
    Fit,
    step=TEXT,
    version=st.integers(0, 9),
    stream=TEXT,
    channels=st.lists(TEXT, max_size=2).map(tuple),
    method=TEXT,
    parameters=st.lists(
        st.builds(
            FitParameter, name=TEXT, values=st.lists(NUMBER, max_size=3).map(tuple), unit=TEXT
        ),
        max_size=2,
    ).map(tuple),
)


@settings(max_examples=40)
@given(
    measures=st.lists(MEASURES, max_size=4),
    fits=st.lists(FITS, max_size=2),
    signals=st.binary(max_size=200),
    words=TEXT,
    document=TEXT,
)
def test_any_rows_and_bytes_come_back_as_they_were(
    shared: Store,
    *,
    measures: list[Measure],
    fits: list[Fit],
    signals: bytes,
    words: str,
    document: str,
) -> None:
    store = emptied(shared)
    target = store.home.with_name("all.zip")
    session = store.begin(replace(NEW, source=words, exercise=words, setup=words))
    assert session.recording is not None
    session.recording.write_bytes(signals)
    store.fitted(session.id, fits)
    store.finish(session.id, document, measures, duration_s=1.5, reps=0, headline=words)
    assert store.session_measures(session.id) == tuple(measures)
    rows, files = everything(store), kept_files(store.home)
    store.export_all(target)
    store.erase_all()
    store.import_all(target)
    assert everything(store) == rows
    assert kept_files(store.home) == files


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    with _exported(tmp_path) as (store, source):
        rows, files = everything(store), kept_files(store.home)
        for _ in range(2):
            assert store.import_all(source) == ImportReport(0, 2)
        assert everything(store) == rows
        assert kept_files(store.home) == files


def test_what_is_here_stays_as_it_is(tmp_path: Path) -> None:
    with _exported(tmp_path) as (store, source):
        gone, kept = store.sessions()
        (ada,) = store.people()
        ada = store.rename_person(ada.id, "Countess")
        store.remove_session(gone.id)
        store.finish(kept.id, "{}", [], duration_s=1.0, reps=None, headline="newer")
        brought = store.home / "recordings" / "imported" / "gait.csv"
        brought.write_bytes(b"other")
        newer = finished(store)
        assert store.import_all(source) == ImportReport(1, 1)
        assert store.people() == (ada,)
        assert {one.id for one in store.sessions()} == {gone.id, kept.id, newer.id}
        assert store.session(kept.id).headline == "newer"
        assert store.session(gone.id) == gone
        assert brought.read_bytes() == b"other"
        assert brought.with_name("gait (2).csv").read_bytes() == b"brought"
        store.import_all(source)
        assert len(list(brought.parent.iterdir())) == 2


def test_another_home_gets_it_all(tmp_path: Path) -> None:
    with _exported(tmp_path) as (store, source), opened(tmp_path / "other") as other:
        assert other.import_all(source) == ImportReport(2, 0)
        assert other.people() == store.people()
        for here, there in zip(store.sessions(), other.sessions(), strict=True):
            assert here.recording is not None
            assert there.recording == other.home / "recordings" / here.recording.name
            assert there.recording.read_bytes() == here.recording.read_bytes()


def test_a_session_that_ran_at_the_export_comes_back_interrupted(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as store, opened(tmp_path / "other") as other:
        running = store.begin(NEW)
        assert running.recording is not None
        running.recording.write_bytes(b"XDF: so far")
        store.export_all(tmp_path / "all.zip")
        other.import_all(tmp_path / "all.zip")
        (session,) = other.sessions()
        assert (session.id, session.state) == (running.id, SessionState.INTERRUPTED)
        assert session.recording is not None
        assert session.recording.read_bytes() == b"XDF: so far"


def test_a_zip_packed_again_by_hand_is_taken(tmp_path: Path) -> None:
    with _exported(tmp_path) as (store, source):
        rows, files = everything(store), kept_files(store.home)
        _repack(source, lambda name, data: (name, data), method=ZIP_DEFLATED)
        store.erase_all()
        store.import_all(source)
        assert everything(store) == rows
        assert kept_files(store.home) == files


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    """One emptied store and its export, for the tests that damage many copies of it."""
    with _exported(tmp_path_factory.mktemp("exported")) as (store, source):
        store.erase_all()
        yield store, source


ESCAPES = [
    "../evil.txt",
    "../../etc/cron.d/evil",
    "recordings/../../evil.xdf",
    "recordings/../innervate.db",
    "recordings/imported/../../innervate.db",
    "recordings/imported/..",
    "recordings/imported/.",
    "recordings/imported/",
    "recordings/imported//evil",
    "recordings/imported/a/b/c/d/e",
    "recordings/imported/a\\..\\..\\evil",
    "recordings/imported/C:evil",
    "recordings/imported/nul\nline",
    "recordings/imported/" + "x" * 256,
    "/etc/passwd",
    "/recordings/evil.xdf",
    "C:\\evil.xdf",
    "innervate.db",
    "recordings/evil.xdf",
    f"recordings/{STRANGER}.exe",
    f"recordings/{STRANGER}.xdf/evil",
    f"documents/{STRANGER}\n.json",
    "documents/../innervate.db.json",
    f"rows/{STRANGER}.json",
    "evil",
]


@pytest.mark.parametrize("name", ESCAPES)
def test_a_name_that_no_export_holds_is_refused(tmp_path: Path, name: str) -> None:
    with _exported(tmp_path) as (store, source):
        with ZipFile(source, "a") as archive:
            archive.writestr(ZipInfo(name), b"evil")
        _refused(store, source, r"holds a file that no export holds.*nothing was changed")
    assert not (tmp_path / "evil.txt").exists()


@settings(max_examples=60)
@given(
    name=st.lists(
        st.sampled_from(["..", ".", "", "recordings", "documents", "imported", "rows", "a", "/"])
        | st.text(max_size=8),
        max_size=6,
    ).map("/".join)
)
def test_no_name_leads_out_of_the_folder(exported: tuple[Store, Path], name: str) -> None:
    store, source = emptied(exported[0]), exported[1]
    changed = source.with_name("changed.zip")
    changed.write_bytes(source.read_bytes())
    with ZipFile(changed, "a") as archive:
        entry = ZipInfo("x")
        entry.filename = name.replace("\0", "0").encode("utf-8", "replace").decode()
        archive.writestr(entry, b"evil")
    outside = set(source.parent.iterdir())
    database = (store.home / "innervate.db").stat().st_ino
    with suppress(InputError):
        store.import_all(changed)
    assert set(source.parent.iterdir()) == outside
    assert (store.home / "innervate.db").stat().st_ino == database
    inside = {path.name for path in store.home.iterdir()}
    assert {one for one in inside if not one.startswith("innervate.")} == {
        "recordings",
        "documents",
    }
    store.erase_all()


@pytest.mark.parametrize(
    ("schema", "found"),
    [("innervate/export/3", "innervate/export/3"), ("other", "other"), (None, "None"), (1, "1")],
)
def test_another_schema_is_refused(tmp_path: Path, schema: object, found: str) -> None:
    with _exported(tmp_path) as (store, source):
        _edit_manifest(source, lambda manifest: manifest.update(schema=schema))
        _refused(
            store,
            source,
            rf"does not know.*{found}.*knows innervate/export/1 and innervate/export/2",
        )


Edit = Callable[[dict[str, object]], object]


def _first(manifest: dict[str, object], table: str) -> dict[str, object]:
    rows = manifest[table]
    assert isinstance(rows, list)
    row = rows[0]
    assert isinstance(row, dict)
    return row


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda m: _first(m, "sessions").update(id="../../evil"), "a session called"),
        (lambda m: _first(m, "sessions").update(id=STRANGER + "\n"), "a session called"),
        (
            lambda m: _first(m, "sessions").update(id=STRANGER),
            "files of a session that it does not",
        ),
        (lambda m: _first(m, "sessions").update(state="gone"), "'gone' is not a valid"),
        (lambda m: _first(m, "sessions").update(person="0" * 32), "of a person that it does not"),
        (lambda m: _first(m, "sessions").update(simulated="no"), "'no' is not a bool"),
        (lambda m: _first(m, "sessions").update(simulated=1), "1 is not a bool"),
        (lambda m: _first(m, "sessions").update(started_at="once"), "no date and time"),
        (lambda m: _first(m, "sessions").update(reps=10**30), "too large"),
        (lambda m: _first(m, "sessions").update(headline="\ud800"), "cannot be kept"),
        (lambda m: _first(m, "sessions").update(more=1), "unknown fields more"),
        (lambda m: _first(m, "people").update(id="../../evil"), "a person called"),
        (lambda m: _first(m, "people").update(name="\n"), "needs a name"),
        (lambda m: m["sessions"].append(_first(m, "sessions")), "session twice"),
        (lambda m: m["people"].append(_first(m, "people")), "session twice"),
        (lambda m: m.update(people=[]), "of a person that it does not list"),
        (lambda m: m.update(sessions=[]), "files of a session that it does not list"),
        (lambda m: m.update(sessions={}), "is not a list"),
        (lambda m: m.pop("people"), "people"),
    ],
)
def test_a_manifest_that_does_not_hold_together_is_refused(
    tmp_path: Path, edit: Edit, words: str
) -> None:
    with _exported(tmp_path) as (store, source):
        store.erase_all()
        _edit_manifest(source, edit)
        _refused(store, source, words)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (b"{", "is no whole export"),
        (b'{"measure": {"metric": 1}}', "1 is not a str"),
        (b'{"unknown": 1}', "unknown fields unknown"),
        (b"[" * 100_000, "is no whole export"),
        (b"7", "7 is not an object"),
        (b'{"measure": null, "fit": {"step": "x"}}', "Fit"),
        (
            b'{"placement":{"session":"","stream":"\\ud800","channel":"","muscle":null,"side":null}}',
            "cannot be kept",
        ),
        (b"\xff\xfe", "is no whole export"),
        (b" " * (1 << 24), "a line without an end"),
    ],
    ids=range(9),
)
def test_rows_that_cannot_be_read_are_refused(tmp_path: Path, row: bytes, words: str) -> None:
    with _exported(tmp_path) as (store, source):
        store.erase_all()
        _repack(source, lambda name, data: (name, data + row if name[:4] == "rows" else data))
        _refused(store, source, words)


def test_a_manifest_that_is_missing_or_no_json_is_refused(tmp_path: Path) -> None:
    with _exported(tmp_path) as (store, source):
        _repack(source, lambda name, data: (name, b"{" if name == "manifest.json" else data))
        _refused(store, source, r"is no whole export.*export again")
        _repack(
            source, lambda name, data: (name.replace("manifest", f"documents/{STRANGER}"), data)
        )
        _refused(store, source, r"is no export of innervate.*no manifest.json")


def test_rows_that_are_missing_are_refused(tmp_path: Path) -> None:
    with _exported(tmp_path) as (store, source):
        store.erase_all()
        _repack(source, lambda name, data: None if name[:4] == "rows" else (name, data))
        _refused(store, source, r"found no rows/.*jsonl")


def test_one_name_twice_is_refused(tmp_path: Path) -> None:
    with _exported(tmp_path) as (store, source):
        with pytest.warns(UserWarning, match="Duplicate"), ZipFile(source, "a") as archive:
            archive.writestr("manifest.json", b"{}")
        _refused(store, source, "one name twice")


@settings(max_examples=60)
@given(share=st.floats(0.0, 1.0, exclude_max=True))
def test_a_truncated_zip_is_refused(exported: tuple[Store, Path], share: float) -> None:
    store, source = emptied(exported[0]), exported[1]
    data = source.read_bytes()
    torn = source.with_name("torn.zip")
    torn.write_bytes(data[: int(len(data) * share)])
    _refused(store, torn, r"is no whole export.*copy the file whole")


@settings(max_examples=150)
@given(
    changes=st.lists(
        st.tuples(st.floats(0.0, 1.0, exclude_max=True), st.integers(0, 255)),
        min_size=1,
        max_size=4,
    )
)
def test_a_damaged_zip_is_refused_or_whole(
    exported: tuple[Store, Path], changes: list[tuple[float, int]]
) -> None:
    store, source = emptied(exported[0]), exported[1]
    packed = bytearray(source.read_bytes())
    for share, value in changes:
        packed[int(share * len(packed))] = value
    damaged = source.with_name("damaged.zip")
    damaged.write_bytes(packed)
    try:
        report = store.import_all(damaged)
    except InputError:
        assert everything(store) == ((), (), (), (), ())
        assert kept_files(store.home) == {}
    else:
        assert report == ImportReport(2, 0)
        assert len(store.sessions()) == 2
        assert sorted(kept_files(store.home).values())[:3] == [
            b"XDF: hers",
            b"XDF: hers again",
            b"brought",
        ]
        store.erase_all()


@pytest.mark.parametrize("claimed", [10 * 2**40, 2**62])
def test_a_zip_that_claims_a_huge_size_is_refused(tmp_path: Path, claimed: int) -> None:
    with _exported(tmp_path) as (store, source):
        store.erase_all()
        with ZipFile(source, "a") as archive:
            archive.writestr("recordings/imported/bomb.csv", b"0" * 1000)
            archive.getinfo("recordings/imported/bomb.csv").file_size = claimed
        _refused(store, source, r"too large for this disk.*GB to unpack.*make room")


def test_a_huge_manifest_is_refused(tmp_path: Path) -> None:
    with _exported(tmp_path) as (store, source):
        _repack(source, lambda name, data: None if name == "manifest.json" else (name, data))
        with ZipFile(source, "a") as archive:
            archive.writestr("manifest.json", b"{}")
            archive.getinfo("manifest.json").file_size = MANIFEST_LIMIT + 1
        _refused(store, source, r"a manifest.json of 0.3 GB")


def test_a_zip_that_grows_beyond_its_claim_is_refused(tmp_path: Path) -> None:
    with _exported(tmp_path) as (store, source):
        store.erase_all()
        with ZipFile(source, "a", ZIP_DEFLATED) as archive:
            archive.writestr("recordings/imported/bomb.csv", b"0" * 10_000_000)
            archive.getinfo("recordings/imported/bomb.csv").file_size = 10
        _refused(store, source, r"is no whole export.*CRC")


def test_another_packing_is_refused(tmp_path: Path) -> None:
    with _exported(tmp_path) as (store, source):
        _repack(source, lambda name, data: (name, data), method=ZIP_BZIP2)
        _refused(store, source, r"packed in a way")


def test_a_locked_zip_is_refused(tmp_path: Path) -> None:
    with _exported(tmp_path) as (store, source):
        packed = source.read_bytes()
        source.write_bytes(
            packed.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
        )
        assert source.read_bytes() != packed
        _refused(store, source, r"locked with a password")


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    with _exported(tmp_path) as (store, source):
        _refused(store, tmp_path / "none.zip", r"cannot be opened.*check the name")
        _refused(store, tmp_path, r"cannot be opened")
        source.write_bytes(b"")
        _refused(store, source, r"is no whole export")


def test_an_import_that_is_stopped_changes_nothing(tmp_path: Path) -> None:
    def stop(share: float) -> None:
        raise KeyboardInterrupt

    with _exported(tmp_path) as (store, source):
        store.erase_all()
        with pytest.raises(KeyboardInterrupt):
            store.import_all(source, stop)
        assert everything(store) == ((), (), (), (), ())
        assert kept_files(store.home) == {}
        assert not list(store.home.glob(".incoming*"))


def test_files_that_found_no_place_take_everything_back(tmp_path: Path) -> None:
    with _exported(tmp_path) as (store, source):
        last = store.sessions()[-1].document
        assert last is not None
        store.erase_all()
        (last / "in the way").mkdir(parents=True)
        _refused(store, source, r"cannot be unpacked.*make room")


def test_progress_of_an_import_climbs_to_one(tmp_path: Path) -> None:
    told: list[float] = []
    with _exported(tmp_path) as (store, source):
        store.erase_all()
        store.import_all(source, told.append)
    assert told == sorted(told)
    assert (len(told) > 2, told[-1]) == (True, 1.0)


def test_what_a_cut_off_import_left_is_swept_away(tmp_path: Path) -> None:
    left = tmp_path / ".incoming-0"
    left.mkdir()
    (left / "0").write_bytes(b"half")
    with opened(tmp_path):
        assert not left.exists()


@contextmanager
def _exported(folder: Path) -> Iterator[tuple[Store, Path]]:
    """A store with a person and two sessions, and its export."""
    with opened(folder / "home") as store:
        ada = store.add_person("Ada")
        finished(store, of(ada.id), signals=b"XDF: hers")
        finished(store, of(ada.id), replace(SHARE, value=0.25), signals=b"XDF: hers again")
        (store.home / "recordings" / "imported" / "gait.csv").write_bytes(b"brought")
        source = folder / "all.zip"
        store.export_all(source)
        yield store, source


def _refused(store: Store, source: Path, words: str) -> None:
    """The import raises these words and changes nothing."""
    rows, files = everything(store), kept_files(store.home)
    names = {path.name for path in store.home.iterdir()}
    with pytest.raises(InputError, match=words) as caught:
        store.import_all(source)
    assert len(str(caught.value)) < 600
    assert everything(store) == rows
    assert kept_files(store.home) == files
    assert {path.name for path in store.home.iterdir()} == names


def _edit_manifest(source: Path, edit: Edit) -> None:
    def change(name: str, data: bytes) -> tuple[str, bytes]:
        if name != "manifest.json":
            return name, data
        manifest = json.loads(data)
        edit(manifest)
        return name, json.dumps(manifest).encode()

    _repack(source, change)


def _repack(
    source: Path,
    change: Callable[[str, bytes], tuple[str, bytes] | None],
    method: int = ZIP_DEFLATED,
) -> None:
    """The zip file written anew with entries changed or left out."""
    with ZipFile(source) as archive:
        entries = [(name, archive.read(name)) for name in archive.namelist()]
    with ZipFile(source, "w", method) as archive:
        for entry in entries:
            changed = change(*entry)
            if changed is not None:
                archive.writestr(*changed)
