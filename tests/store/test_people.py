"""Adding, renaming and removing people."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store._made import bytes_of, emptied, finished, kept_files, of, opened

from innervate.core.errors import InputError
from innervate.store.store import Store

WRITABLE = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=120
).filter(str.strip)


@settings(max_examples=30)
@given(names=st.lists(WRITABLE, min_size=1, max_size=4))
def test_a_name_of_any_writing_comes_back_as_it_is(shared: Store, names: list[str]) -> None:
    store = emptied(shared)
    added = [store.add_person(name) for name in names]
    assert [person.name for person in added] == [name.strip() for name in names]
    assert set(store.people()) == set(added)
    assert len({person.id for person in added}) == len(names)


@pytest.mark.parametrize("name", ["", "   ", "two\nlines", "nul\0", "\ud800", "x" * 121])
def test_a_name_that_cannot_be_kept_is_refused(tmp_path: Path, name: str) -> None:
    with opened(tmp_path) as store:
        with pytest.raises(InputError, match=r"name.*To mend it: (type|use)"):
            store.add_person(name)
        ada = store.add_person("Ada")
        with pytest.raises(InputError, match="name"):
            store.rename_person(ada.id, name)
        assert store.people() == (ada,)


def test_people_come_by_name_whatever_the_case(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for name in ("zoë", "Ada", "bo", "Ada"):
            store.add_person(name)
        assert [person.name for person in store.people()] == ["Ada", "Ada", "bo", "zoë"]


def test_renaming_changes_the_name_alone(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        ada = store.add_person("Ada")
        renamed = store.rename_person(ada.id, " Countess ")
        assert (renamed.id, renamed.name, renamed.created_at) == (
            ada.id,
            "Countess",
            ada.created_at,
        )
        assert store.person(ada.id) == renamed


def test_a_person_leaves_nothing_behind(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        ada, bo = store.add_person("Ada of the north"), store.add_person("Bo")
        finished(store, of(ada.id), signals=b"hers")
        his = finished(store, of(bo.id), signals=b"his")
        nobodys = finished(store, of(None), signals=b"nobody's")
        store.remove_person(ada.id)
        assert store.people() == (bo,)
        assert store.sessions() == (nobodys, his)
        assert set(kept_files(tmp_path)) == {
            f"recordings/{his.id}.xdf",
            f"recordings/{nobodys.id}.xdf",
            f"documents/{his.id}.json",
            f"documents/{nobodys.id}.json",
        }
        for name, data in bytes_of(tmp_path).items():
            assert b"Ada of the north" not in data, name
            assert ada.id.encode() not in data, name


def test_files_that_lie_beside_a_recording_go_with_it(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        ada = store.add_person("Ada")
        session = finished(store, of(ada.id))
        (tmp_path / "recordings" / f"{session.id}.xdf.part").write_bytes(b"torn")
        (tmp_path / "recordings" / "imported" / "gait.c3d").write_bytes(b"brought")
        store.remove_person(ada.id)
        assert kept_files(tmp_path) == {"recordings/imported/gait.c3d": b"brought"}


def test_a_person_in_training_is_not_removed(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        ada, bo = store.add_person("Ada"), store.add_person("Bo")
        running = store.begin(of(ada.id))
        with pytest.raises(InputError, match=r"running.*stop it, then delete again"):
            store.remove_person(ada.id)
        store.remove_person(bo.id)
        store.interrupt(running.id)
        store.remove_person(ada.id)
        assert store.sessions() == ()


@settings(max_examples=40)
@given(
    stranger=st.one_of(
        st.sampled_from(["../..", "", "/etc/passwd", "*", "%", "' OR 1=1 --", "\ud800"]),
        st.text(max_size=40),
    )
)
def test_an_id_of_nobody_is_refused_and_harms_nobody(shared: Store, stranger: str) -> None:
    store = emptied(shared)
    session = finished(store, of(store.add_person("Ada").id))
    before = kept_files(store.home)
    for call in (
        store.person,
        store.remove_person,
        store.session,
        store.remove_session,
        store.interrupt,
        store.previous,
        store.placements,
        store.fits,
        store.session_measures,
    ):
        with pytest.raises(InputError):
            call(stranger)
    with pytest.raises(InputError):
        store.begin(of(stranger))
    assert store.sessions() == (session,)
    assert kept_files(store.home) == before


def test_categories_of_the_test_are_those_of_the_product() -> None:
    assert {unicodedata.category(letter) for letter in "\n\ud800\u2028\u2029"} == {
        "Cc",
        "Cs",
        "Zl",
        "Zp",
    }
