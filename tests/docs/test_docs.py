"""The documents keep up with the code, name only what is there, and say nothing of how the work is organised."""

import argparse
import re
import subprocess
from pathlib import Path

import pytest

from supple import cli
from supple.core.content import load
from supple.core.request import KEYS
from tests.docs.table import ROOT

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md"))]
CLI = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
CONTENT = load()

# Each is written so that it does not find itself here.
OUT_OF_PLACE = {
    "a numbered session": r"\bsessio[n] (no\.? ?|number |#)?\d+\b",
    "the number of an issue": r"\b(issu[e]|ticke[t]|pull reques[t]|PR|MR)s? ?#?\d+\b|\(#\d+\)|\bclose[sd]? #\d+",
    "a first sketch of the work": r"(?<!\.)prototyp[e]",
    "a folder of one workplace": r"/wor[k]/|\.\./share[d]",
    "a paper that is not in the repository": r"\b(clinica[l]|desig[n]|triage-answer[s])\.md\b|\bpart[s]? \d+[a-c]?\b",
    "the host of a package registry": r"pyp[i]\.org|pythonhoste[d]|npmj[s]\.|yarnpk[g]\.|crates\.i[o]|rubygems\.or[g]",
}
HASHES = re.compile(r"sha\d{3}[-:][\w+/=]+")


def commands() -> dict[str, argparse.ArgumentParser]:
    actions = cli._parser()._actions
    return {
        name: parser
        for action in actions
        if isinstance(action, argparse._SubParsersAction)
        for name, parser in action.choices.items()
    }


def ours() -> list[Path]:
    """Every text file of the repository, those about to be added too; its fonts and pictures aside."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: nothing says which files are ours")
    asked = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True)  # noqa: S603 - fixed words
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()]


def test_it_describes_every_command() -> None:
    assert [name for name in commands() if not re.search(rf"^\| `supple {name}\b", CLI, re.M)] == []
    described = re.findall(r"^\| `supple (\w+)", CLI, re.M)
    assert set(described) == set(commands()), "and none that is not there"


@pytest.mark.parametrize("command", commands())
def test_it_describes_every_option(command: str) -> None:
    options = {option for action in commands()[command]._actions for option in action.option_strings}
    row = next(line for line in CLI.splitlines() if line.startswith(f"| `supple {command}"))
    useful = options - {"-h", "--help"} - ({"--json"} if command in ("serve", "check") else set())
    assert [option for option in useful if option not in row] == []


def test_it_describes_every_key_of_a_request() -> None:
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", CLI, re.M)
    described = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
    assert described == set(KEYS)


def test_it_lists_every_condition_that_may_be_ticked() -> None:
    row = next(line for line in CLI.splitlines() if line.startswith("| `profiles`"))
    ticked = {profile.id for profile in CONTENT.profiles.values() if profile.ask}
    assert set(re.findall(r"`(\w+)`", row)) - {"profiles"} == ticked


def test_it_describes_every_setting() -> None:
    read = {name for file in ("env.py", "settings.py") for name in _settings(ROOT / "supple/web" / file)}
    described = set(re.findall(r"^\| `(SUPPLE_[A-Z_]+)` \|", SETTINGS, re.M))
    assert read
    assert described == read


def _settings(file: Path) -> list[str]:
    return re.findall(r"\bSUPPLE_[A-Z_]+\b", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_it_links_to_what_is_there(document: Path) -> None:
    assert [path for path in _links(document) if not (document.parent / path).exists()] == []


def _links(document: Path) -> list[str]:
    """The files that a document links to."""
    links = re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8"))
    return [link.partition("#")[0] for link in links if not re.match(r"\w+:|#", link)]


def test_it_links_to_every_document() -> None:
    linked = {(document.parent / path).resolve() for document in DOCUMENTS for path in _links(document)}
    assert [path.name for path in ROOT.glob("docs/*.md") if path not in linked] == []


@pytest.mark.parametrize("what", OUT_OF_PLACE)
def test_it_holds_nothing_of_how_the_work_is_organised(what: str) -> None:
    pattern = re.compile(OUT_OF_PLACE[what])
    found = [f"{path.relative_to(ROOT)}: {hit.group()}" for path in ours()
             if (hit := pattern.search(HASHES.sub("", path.read_text(encoding="utf-8"))))]  # fmt: skip
    assert found == []
