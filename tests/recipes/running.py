"""A recipe is a Markdown file: its blocks are the files it names, the commands to type, and what they print."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.faults.processes import wait_until_indexed

ROOT = Path(__file__).parents[2]
RECIPES = ROOT / "docs" / "recipes"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^(?:#|//|<!--) ([\w-]+\.\w+)(?: -->)?$", flags=re.MULTILINE)


class Block(NamedTuple):
    """A fenced block, and the file that one of its first two lines names."""

    language: str
    content: str
    file: str | None


def read_blocks(recipe: Path) -> list[Block]:
    """The blocks of a recipe, in order."""
    return [
        Block(language, content, found[1] if (found := _FILE.search("\n".join(content.splitlines()[:2]))) else None)
        for language, content in _BLOCK.findall(recipe.read_text("utf-8"))
    ]


class Kitchen:
    """A folder in which a recipe is followed, beside a server at `api` and a file server at `site`."""

    def __init__(self, folder: Path, data_dir: Path, api: str, site: str) -> None:
        self.folder, self.api, self.site = folder, api, site
        self._data_dir = data_dir
        self._places = {"http://127.0.0.1:8000": api, "http://127.0.0.1:8001": site}
        python = folder / ".venv"
        own = [str(python / "bin"), str(Path(sys.executable).parent), str(ROOT / ".uv" / "bin")]
        self._environment = {
            **os.environ,
            "PATH": os.pathsep.join([*own, os.environ["PATH"]]),
            "VIRTUAL_ENV": str(python),
            "ATTACHE_DATA_DIR": str(data_dir),
        }
        self.type(f"uv venv --quiet --python {sys.executable}")
        self.type(
            f"uv export --quiet --project {ROOT} --frozen --no-hashes --no-emit-project --all-groups -o constraints.txt"
        )

    def follow(self, recipe: str) -> str:
        """Write every file of a recipe, then type its commands in order; returns what they printed."""
        blocks = read_blocks(RECIPES / recipe)
        for block in blocks:
            if block.file:
                (self.folder / block.file).write_text(self._placed(block.content), "utf-8")
        said = ""
        for block, after in zip(blocks, [*blocks[1:], None], strict=True):
            if block.language == "sh":
                printed = self.type(block.content)
                said += printed
                if after and after.language == "text":
                    assert printed == after.content
        return said

    def type(self, commands: str) -> str:
        """What commands print; `pip` is uv's, with the versions that the house has locked."""
        placed = re.sub(
            r"^pip install", "uv pip install --quiet -c constraints.txt", self._placed(commands), flags=re.MULTILINE
        )
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", placed],
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout}{done.stderr}"
        return done.stdout

    def wait_for_index(self) -> None:
        """Until the server has indexed all that is stored."""
        wait_until_indexed(self._data_dir)

    def _placed(self, text: str) -> str:
        for shown, real in self._places.items():
            text = text.replace(shown, real)
        return text
