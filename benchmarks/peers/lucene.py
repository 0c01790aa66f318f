"""Lucene: in a Java process, for which `LuceneBench.java` is compiled when it is needed.

Its jars are those of Debian's `liblucene8-java`, or in the folder that LUCENE_JARS names: `lucene-core` and the common
analysers, of version 8 to 10. To compile, a JDK is needed that can read these jars (of version 10: Java 21). Where
there is only an older one, LUCENE_JARS_TO_COMPILE may name a folder with those of version 8, and LUCENE_JAVA a newer
`java` to run it with the others.
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
_RUN_WITH, _COMPILE_WITH = "LUCENE_JARS", "LUCENE_JARS_TO_COMPILE"
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
        if not all((*_jars(_RUN_WITH), *_jars(_COMPILE_WITH))):
            return (
                "apt install liblucene8-java, or LUCENE_JARS=folder with lucene-core and lucene-analy*-common"
            )
        self._classes = tempfile.TemporaryDirectory()
        command = [
            "javac",
            "-nowarn",
            "-cp",
            _class_path(_COMPILE_WITH),
            "-d",
            self._classes.name,
            str(_SOURCE),
        ]
        compiled = subprocess.run(command, capture_output=True, text=True, check=False)
        return f"javac failed: {compiled.stderr.strip()[:300]}" if compiled.returncode else None

    def version(self) -> str:
        (core,), _ = _jars(_RUN_WITH)
        return core.stem.removeprefix("lucene-core-")

    def build_command(self, corpus: Path, folder: Path, jobs: int) -> list[str]:
        return self._command("build", str(corpus), str(folder), str(jobs))

    def answer_command(self, folder: Path) -> list[str]:
        return self._command("answer", str(folder), str(PATIENCE))

    def _command(self, *arguments: str) -> list[str]:
        assert self._classes, "asked for what is missing"
        path = os.pathsep.join((self._classes.name, _class_path(_RUN_WITH)))
        return [
            os.environ.get("LUCENE_JAVA", "java"),
            _MEMORY,
            _COLLECTOR,
            "-cp",
            path,
            "LuceneBench",
            *arguments,
        ]


def _jars(purpose: str) -> tuple[list[Path], list[Path]]:
    """The jars of the core and of the analysers, as far as they are there."""
    folder = Path(os.environ.get(purpose) or os.environ.get(_RUN_WITH) or _DEBIAN)
    core = sorted(folder.glob("lucene-core*.jar"))
    analysers = sorted(folder.glob("lucene*-analy*-common*.jar"))
    return core[:1], analysers[:1]


def _class_path(purpose: str) -> str:
    return os.pathsep.join(str(jar) for jars in _jars(purpose) for jar in jars)
