"""Every hazard names a control and a test that proves it, and that test exists."""

import ast
import re

import pytest

from tests.architecture.source import ROOT

LOG = ROOT / "docs" / "hazard-log.md"
COLUMNS = ["key", "hazard", "cause", "harm", "control", "test"]
PROOF = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def rows():
    """The table of the log: one list of cells per hazard."""
    lines = [line for line in LOG.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert [cell.lower() for cell in cells[0]] == COLUMNS
    return cells[2:]


def functions(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_there_are_hazards():
    assert len(rows()) >= 15


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_a_hazard_is_complete_and_its_proof_exists(row):
    assert len(row) == len(COLUMNS)
    assert all(row)
    proofs = PROOF.findall(row[-1])
    assert proofs, "names no test"
    for path, name in proofs:
        assert (ROOT / path).is_file(), path
        assert name in functions(path), f"{path} has no {name}"


def test_hazard_keys_are_unique():
    keys = [row[0] for row in rows()]
    assert len(keys) == len(set(keys))
