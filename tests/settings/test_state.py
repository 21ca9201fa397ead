"""What is remembered, what two processes make of it, and that no file can do any harm."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from smtptui.settings.remembered import HISTORY_KEPT, LONGEST, RECENTS_KEPT, bounded, merged
from smtptui.settings.state import Recent, State, StateFile, default_state_path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "smtptui" / "state.json"


FULL = State(
    theme="smtptui-light",
    layout={"live": 0.4},
    recents=(
        Recent(
            "mx.example:25", "auto", "/ca.pem", "me.example", False, "joe", "PLAIN", "tls", "TLSv1.3", 7.5
        ),
    ),
    history=("EHLO me.example", "NOOP"),
    language="de",
)


def test_what_was_kept_is_there_in_the_next_run(path: Path) -> None:
    StateFile(path).keep(**FULL._asdict())
    assert StateFile(path).state == FULL


def test_without_a_path_it_is_remembered_until_the_end() -> None:
    state = StateFile(None)
    state.keep(theme="smtptui-light")
    assert state.state.theme == "smtptui-light"
    assert StateFile(None).state == State()


def test_only_the_owner_may_read_it(path: Path) -> None:
    StateFile(path).keep(history=("NOOP",))
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_is_left_beside_it_but_the_lock(path: Path) -> None:
    StateFile(path).keep(theme="a")
    StateFile(path).keep(theme="b")
    assert sorted(file.name for file in path.parent.iterdir()) == ["state.json", "state.json.lock"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe\x00",
        b'{"theme": 5, "recents": {}, "history": "x", "layout": [], "language": null}',
        b'{"recents": [5, null, {}, {"target": 5}, {"target": ""}]}',
        b'{"layout": {"a": "x", "b": null, "c": true, "d": 1e999}}',
        b"[" * 100_000,
        b'{"layout": {"a": 1' + b"0" * 400 + b"}}",
        b"x" * (2 << 20),
    ],
    ids=lambda content: repr(content[:40]),
)
def test_a_damaged_file_gives_the_defaults_and_is_written_anew(content: bytes, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    state = StateFile(path)
    assert state.state == State()
    state.keep(theme="smtptui-light")
    assert StateFile(path).state == State(theme="smtptui-light")


def test_what_is_good_in_a_damaged_file_is_kept(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(
        '{"theme": 5, "recents": [7, {"target": "mx.example", "at": "x", "new": 1}], "history": [5, "NOOP"]}'
    )
    assert StateFile(path).state == State(recents=(Recent("mx.example"),), history=("NOOP",))


def test_no_control_character_comes_out_of_a_file(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(
        json.dumps({"theme": "\x1b[2J", "history": ["\x1b]0;x\x07"], "recents": [{"target": "\u202ea"}]})
    )
    state = StateFile(path).state
    assert all(text.isprintable() for text in (state.theme, *state.history, state.recents[0].target))


def test_a_file_that_cannot_be_written_costs_only_the_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    state = StateFile(tmp_path / "file" / "state.json")
    state.keep(theme="a")
    state.keep(history=("NOOP",))
    assert state.state == State(theme="a", history=("NOOP",))


@pytest.mark.parametrize("name", ["\0", "x" * 300, "."])
def test_a_path_that_is_none_costs_only_the_memory(name: str, tmp_path: Path) -> None:
    state = StateFile(tmp_path / name)
    state.keep(theme="a")
    assert state.state.theme == "a"


def test_a_pipe_or_a_device_is_neither_read_nor_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    file = StateFile(pipe)
    file.keep(theme="x")
    assert file.state.theme == "x"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_link_to_a_file_stays_one(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = tmp_path / "kept.json"
    kept.write_text("{}")
    path.symlink_to(kept)
    StateFile(path).keep(theme="x")
    assert path.is_symlink()
    assert StateFile(kept).state.theme == "x"


def test_a_full_disk_leaves_what_was_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    StateFile(path).keep(theme="a")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    StateFile(path).keep(theme="b")
    assert StateFile(path).state.theme == "a"
    assert len(list(path.parent.iterdir())) == 2


def test_a_damaged_file_takes_nothing_from_what_is_remembered(path: Path) -> None:
    state = StateFile(path)
    state.keep(theme="a", history=("NOOP",))
    path.write_text("{")
    state.keep(language="de")
    assert StateFile(path).state == State(theme="a", history=("NOOP",), language="de")


def test_what_another_process_has_kept_meanwhile_stays(path: Path) -> None:
    one, other = StateFile(path), StateFile(path)
    one.keep(theme="a", history=("NOOP",), recents=(Recent("one", at=1),), layout={"x": 1})
    other.keep(language="de", history=("HELP",), recents=(Recent("other", at=2),), layout={"y": 2})
    kept = StateFile(path).state
    assert kept == other.state
    assert (kept.theme, kept.language, kept.layout) == ("a", "de", {"x": 1, "y": 2})
    assert kept.history == ("NOOP", "HELP")
    assert [recent.target for recent in kept.recents] == ["other", "one"]


def test_what_one_has_taken_away_stays_away(path: Path) -> None:
    one = StateFile(path)
    one.keep(history=("NOOP", "HELP"), recents=(Recent("a", at=1), Recent("b", at=2)), layout={"x": 1})
    StateFile(path).keep(history=("NOOP", "HELP", "VRFY joe"))
    one.keep(history=("HELP",), recents=(Recent("a", at=1),), layout={})
    kept = StateFile(path).state
    assert kept.history == ("HELP", "VRFY joe")
    assert [recent.target for recent in kept.recents] == ["a"]
    assert kept.layout == {}


def test_the_later_visit_to_a_target_is_remembered() -> None:
    before = State(recents=(Recent("a", at=1),))
    both = bounded(merged(before, State(recents=(Recent("a", at=3),)), State(recents=(Recent("a", at=2),))))
    assert both.recents == (Recent("a", at=3),)


def test_a_target_is_remembered_once_for_each_way_of_tls() -> None:
    state = bounded(
        State(recents=(Recent("a", "none", at=1), Recent("a", "auto", at=2), Recent("a", "none", at=3)))
    )
    assert [(recent.tls, recent.at) for recent in state.recents] == [("none", 3), ("auto", 2)]


def test_a_line_that_is_typed_again_is_the_newest(path: Path) -> None:
    one = StateFile(path)
    for history in (("NOOP",), ("NOOP", "HELP"), ("NOOP", "HELP", "NOOP")):
        one.keep(history=history)
    assert StateFile(path).state.history == ("NOOP", "HELP", "NOOP")


def test_of_two_processes_with_many_lines_the_newest_of_both_are_kept(path: Path) -> None:
    lines = tuple(f"VRFY {number}" for number in range(HISTORY_KEPT))
    one = StateFile(path)
    one.keep(history=lines)
    StateFile(path).keep(history=(*lines, "HELP"))
    one.keep(history=(*lines, "NOOP"))
    assert StateFile(path).state.history == (*lines[2:], "HELP", "NOOP")


def test_no_more_is_kept_than_its_bounds() -> None:
    state = bounded(
        State(
            recents=tuple(Recent(f"t{number}", at=number) for number in range(50)),
            history=(*map(str, range(HISTORY_KEPT * 2)), "x" * (LONGEST + 1)),
        )
    )
    assert [recent.target for recent in state.recents] == [
        f"t{number}" for number in range(49, 49 - RECENTS_KEPT, -1)
    ]
    assert (len(state.history), state.history[-1]) == (HISTORY_KEPT, str(HISTORY_KEPT * 2 - 1))


def test_processes_that_write_at_once_lose_nothing(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from smtptui.settings.state import StateFile\n"
        "state = StateFile(Path(sys.argv[1]))\n"
        "for number in range(20): state.keep(history=(*state.state.history, f'{sys.argv[2]} {number}'))"
    )
    running = [subprocess.Popen([sys.executable, "-c", program, str(path), name]) for name in "abc"]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert set(StateFile(path).state.history) == {
        f"{name} {number}" for name in "abc" for number in range(20)
    }


def test_its_place_is_the_platforms_or_one_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert default_state_path({}) == tmp_path / "smtptui" / "state.json"
    for variables in (
        {"HOME": "/h"},
        {"HOME": "/h", "XDG_STATE_HOME": "/x"},
        {"HOME": "/h", "XDG_STATE_HOME": ""},
    ):
        monkeypatch.delenv("XDG_STATE_HOME")
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert (
            default_state_path(variables)
            == platformdirs.user_state_path("smtptui", appauthor=False) / "state.json"
        )
        monkeypatch.setenv("XDG_STATE_HOME", "")
    assert default_state_path({"SMTPTUI_STATE": "/x/y"}) == Path("/x/y")
