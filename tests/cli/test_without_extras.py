"""The library alone, without the packages that documents, films and the site need: it works, or says in one sentence
what is missing. Asked in one process that never had them, for what is once imported stays.
"""

import json
import subprocess
import sys

import pytest

from restride.adapters.extras import PACKAGES, MissingPackage, need
from restride.adapters.gait_exports import export_files
from restride.gait.analysis import analyse_gait
from restride.knowledge.load import load
from tests.gait.runner import run

#: Command → its exit status, and what it says of a package.
ASKED = {
    "evaluate examples/outer_knee.yaml": (0, ""),
    "plan examples/outer_knee.yaml": (0, ""),
    "plan examples/outer_knee.yaml --out {folder}/plan": (2, "PDF documents need the packages typst"),
    "comeback examples/achilles_way_back.yaml --today 2026-11-08": (0, ""),
    "comeback examples/achilles_way_back.yaml --today 2026-11-08 --out {folder}/back": (2, "Workouts and calendar"),
    "figure side_plank --out {folder}/plank.svg": (0, ""),
    "figure side_plank --out {folder}/plank.png": (2, "pip install 'restride[video]'"),
    "figure runner --out {folder}/clip.mp4": (2, "Films need the packages av and ai_edge_litert, which are not here"),
    "gait {folder}/markers.trc --out {folder}/gait": (0, "report.pdf was left out. PDF documents need"),
    "gait {folder}/clip.mp4": (2, "Films need the packages"),
    "worker --data {folder}": (2, "The site and its data need the packages django, "),
    "up --data {folder}/site": (2, "The site's pages need the packages django, "),
}
PROGRAM = """
import contextlib, io, json, sys
asked, without = json.load(sys.stdin)
sys.modules.update(dict.fromkeys(without))  # None: as if it were not installed
from restride.cli import main
answers = []
for words in asked:
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        answers.append([main(words), said.getvalue()])
print(json.dumps(answers))
"""


def test_the_library_alone_works_or_says_in_one_sentence_what_is_missing(tmp_path):
    report, gait = analyse_gait(run(120), load())
    (tmp_path / "markers.trc").write_bytes(export_files(report, gait)["points.trc"])
    (tmp_path / "clip.mp4").write_bytes(b"no film, but nobody looks")
    asked = [[word.format(folder=tmp_path) for word in words.split()] for words in ASKED]
    without = [name for names in PACKAGES.values() for name in names]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=json.dumps([asked, without]), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    for (words, (status, says)), answer in zip(ASKED.items(), json.loads(done.stdout), strict=True):
        assert answer[0] == status, (words, answer)
        assert says in answer[1], (words, answer)
    assert {one.name for one in tmp_path.iterdir()} == {"markers.trc", "clip.mp4", "plank.svg", "gait"}


@pytest.mark.parametrize("extra", PACKAGES)
def test_the_extras_are_those_that_the_project_offers(extra):
    need(extra, "These tests")


def test_one_missing_package_and_several(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingPackage, match=r"need the package typst, which is not here; .*restride\[pdf\]"):
        need("pdf", "PDF documents")
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingPackage, match="need the packages typst and icalendar, which are not here"):
        need("pdf", "PDF documents")
