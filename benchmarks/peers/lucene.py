"""Lucene: in a Java process, for which `LuceneBench.java` is compiled when it is needed.

Its jars are those of Debian's `liblucene8-java`, or in the folder that LUCENE_JARS names: `lucene-core` and the common
analysers, of version 8 to 10. To compile it a JDK is needed that can read these jars (version 10: Java 21).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.peers.working import PATIENCE

_SOURCE = Path(__file__).with_name("LuceneBench.java")
_DEBIAN = Path("/usr/share/java")
_MEMORY = "-Xmx2g"
# As few threads beside its own as can be: their time would be counted, too.
_COLLECTOR = "-XX:+UseSerialGC"


class Lucene:
    """Tokens of the Unicode standard, elision, small letters, light French stemmer, no accents; no word is left out."""

    name = "lucene"
    of = "lucene"
    shares = True
    part = 1

    def __init__(self) -> None:
        self._classes: tempfile.TemporaryDirectory[str] | None = None

    def missing(self) -> str | None:
        if not shutil.which("javac"):
            return "install a JDK: javac is not there"
        if not all(_jars()):
            return (
                "apt install liblucene8-java, or LUCENE_JARS=folder with lucene-core and lucene-analy*-common"
            )
        self._classes = tempfile.TemporaryDirectory()
        command = ["javac", "-nowarn", "-cp", _class_path(), "-d", self._classes.name, str(_SOURCE)]
        compiled = subprocess.run(command, capture_output=True, text=True, check=False)
        return f"javac failed: {compiled.stderr.strip()[:300]}" if compiled.returncode else None

    def build_command(self, corpus: Path, folder: Path, jobs: int) -> list[str]:
        return self._command("build", str(corpus), str(folder), str(jobs))

    def answer_command(self, folder: Path) -> list[str]:
        return self._command("answer", str(folder), str(PATIENCE))

    def _command(self, *arguments: str) -> list[str]:
        assert self._classes, "asked for what is missing"
        path = os.pathsep.join((self._classes.name, _class_path()))
        return ["java", _MEMORY, _COLLECTOR, "-cp", path, "LuceneBench", *arguments]


def _jars() -> tuple[list[Path], list[Path]]:
    """The jars of the core and of the analysers, as far as they are there."""
    folder = Path(os.environ.get("LUCENE_JARS", _DEBIAN))
    core = sorted(folder.glob("lucene-core*.jar")) or sorted(folder.glob("lucene8-core*.jar"))
    analysers = sorted(folder.glob("lucene*-analy*-common*.jar"))
    return core[:1], analysers[:1]


def _class_path() -> str:
    return os.pathsep.join(str(jar) for jars in _jars() for jar in jars)
