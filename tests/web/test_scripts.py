"""The scripts' own tests, and what is true of every script: no sentence, no address of another machine."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from supple.web import env

SCRIPTS = sorted((env.PROJECT / "supple/web/static/js").rglob("*.js"))
PLAYER = env.PROJECT / "supple/web/training/templates/training/player.html"


def code(file: Path) -> str:
    """A script without its comments."""
    text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"(^|\s)//[^\n]*", "", text)


def test_they_pass_their_own_tests() -> None:
    node = shutil.which("node")
    assert node, "no node here; the tests of the front end need it"
    done = subprocess.run(  # noqa: S603 (our own files)
        [node, "--test", "tests/js/"], cwd=env.PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert int(re.findall(r"^# pass (\d+)$", done.stdout, re.MULTILINE)[0]) >= 30


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.stem)
def test_a_script_owns_no_sentence_and_knows_no_other_machine(file: Path) -> None:
    text = code(file)
    sentences = [found for found in re.findall(r'"([^"\n]*)"|`([^`\n]*)`', text)
                 if re.match(r"[A-Z][a-z]+ [a-z]+ ", found[0] or found[1])]  # fmt: skip
    assert sentences == []
    assert "http:" not in text and "https:" not in text
    assert "eval(" not in text and "innerHTML" not in text


def test_the_player_asks_for_each_of_its_modules_at_once() -> None:
    """A module that is only found inside another costs a journey of its own."""
    wanted, seen = {"player"}, {""}
    while wanted - seen:
        one = (wanted - seen).pop()
        seen.add(one)
        text = next(file for file in SCRIPTS if file.stem == one).read_text(encoding="utf-8")
        wanted |= set(re.findall(r'from "\./([\w-]+)\.js"', text))
    named = set(re.findall(r"js/([\w-]+)\.js", PLAYER.read_text(encoding="utf-8")))
    assert named == wanted


def test_a_page_without_anything_to_send_opens_no_database() -> None:
    text = next(file for file in SCRIPTS if file.stem == "later").read_text(encoding="utf-8")
    assert re.findall(r"^import ", text, re.MULTILINE) == []
