"""Which folders a browser may name: those that the server allows and what is in them, and no others."""

from pathlib import Path

import pytest

from translate.archive.places import Places
from translate.errors import InputError


@pytest.fixture
def places(tmp_path: Path) -> Places:
    for name in ("one/news/2020", "two/news", "secret", "one/.hidden", "one/out/.audarma", "one/out/index-data"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "one/out/.audarma/finished.sqlite").write_bytes(b"")
    (tmp_path / "one" / "leak").symlink_to(tmp_path / "secret")
    (tmp_path / "one" / "near").symlink_to(tmp_path / "one" / "news")
    return Places((tmp_path / "one" / "news", tmp_path / "two" / "news", tmp_path / "one"))


def test_allowed_folders_have_their_own_names(places: Places, tmp_path: Path) -> None:
    assert list(places.named) == ["news", "news (2)", "one"]
    assert places.path("news (2)") == tmp_path / "two" / "news"
    assert places.path("one/news/2020/new folder") == tmp_path / "one/news/2020/new folder"
    assert places.name(tmp_path / "two" / "news" / "x") == "news (2)/x"
    assert places.name(tmp_path / "secret") is None


def test_the_list_shows_folders_and_follows_no_link(places: Places) -> None:
    assert places.folders() == ["news", "news/2020", "news (2)", "one", "one/news", "one/news/2020", "one/out"]
    assert places.archives() == ["one/out"]
    assert (Places(()).folders(), Places(()).archives()) == ([], [])


@pytest.mark.parametrize(
    "name",
    [
        "", "/", "..", "one/..", "one/../../secret", "/etc", "etc", "one//etc", "one/./news", "one/leak", "one/leak/x",
        "one/.audarma", "one/out/.audarma", "one/a\0b", "one/\ud800", "three", "one/" + "x/" * 40 + "..",
    ],
)  # fmt: skip
def test_nothing_else_can_be_named(places: Places, name: str) -> None:
    with pytest.raises(InputError, match="choose a folder from the list"):
        places.path(name)


def test_a_link_that_stays_inside_is_no_way_out(places: Places, tmp_path: Path) -> None:
    assert places.path("one/near") == tmp_path / "one" / "news"


def test_links_in_a_circle_lead_nowhere(places: Places, tmp_path: Path) -> None:
    (tmp_path / "one" / "circle").symlink_to(tmp_path / "one" / "circle")
    with pytest.raises(InputError, match="leads out"):
        places.path("one/circle/x")
