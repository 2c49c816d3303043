"""The house in numbers: what reviewers would otherwise have to measure by eye."""

import ast
import statistics
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = [path for path in sorted((ROOT / "supple").rglob("*.py")) if "migrations" not in path.parts]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TREES = {path: ast.parse(path.read_text()) for path in PACKAGE}
FUNCTIONS = [(path, node) for path, tree in TREES.items() for node in ast.walk(tree)
             if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]  # fmt: skip


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def code_lines(paths: list[Path]) -> int:
    lines = (line.strip() for path in paths for line in path.read_text().splitlines())
    return sum(1 for line in lines if line and not line.startswith("#"))


def test_it_keeps_functions_short() -> None:
    lengths = sorted(length(node) for _path, node in FUNCTIONS)
    assert [f"{path.name}:{node.name}" for path, node in FUNCTIONS if length(node) > 50] == []
    assert statistics.median(lengths) <= 8
    assert lengths[int(len(lengths) * 0.9)] <= 25


def test_it_keeps_modules_under_three_hundred_lines() -> None:
    assert [path.name for path in PACKAGE if len(path.read_text().splitlines()) >= 300] == []


def test_it_types_every_function() -> None:
    assert [f"{path.name}:{node.name}" for path, node in FUNCTIONS if node.returns is None] == []


def test_it_swallows_no_error() -> None:
    broad = [f"{path.name}:{node.lineno}" for path, tree in TREES.items() for node in ast.walk(tree)
             if isinstance(node, ast.ExceptHandler) and (node.type is None or getattr(node.type, "id", "") in
                                                         ("Exception", "BaseException"))]  # fmt: skip
    assert broad == []


def test_it_tests_at_least_as_much_as_it_does() -> None:
    assert code_lines(TESTS) >= code_lines(PACKAGE)


def test_it_documents_every_public_door() -> None:
    """Public functions and classes of the core say what they give."""
    core = [(path, node) for path, tree in TREES.items() if "core" in path.parts for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")]  # fmt: skip
    assert [f"{path.name}:{node.name}" for path, node in core if not ast.get_docstring(node)] == []


def test_it_keeps_the_core_free_of_clock_chance_network_and_log() -> None:
    forbidden = {"time", "random", "secrets", "socket", "urllib", "logging", "os", "subprocess", "uuid", "http"}
    found = [f"{path.name}: {name}" for path, tree in TREES.items() if "core" in path.parts
             for node in ast.walk(tree) for name in _imported(node) if name.split(".")[0] in forbidden]  # fmt: skip
    assert found == []
    clocks = [path.name for path in PACKAGE if "core" in path.parts
              and any(call in path.read_text() for call in (".today()", ".now("))]  # fmt: skip
    assert clocks == []


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
