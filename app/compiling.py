"""Compiles the inner loops when the package is built: by the C compiler that is there, or else by Zig's.

This file is run by Hatchling alone, before anything of the package can be imported.
"""

import os
import re
import runpy
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_FLAGS = ("-O3", "-std=c11", "-ffp-contract=off", "-shared", "-fPIC", "-g0", "-s")
_ZIG = "ziglang==0.17.0"


class KernelsBuildHook(BuildHookInterface):
    """Puts each library beside its sources, for an installation in place as for a wheel of this platform."""

    def dependencies(self) -> list[str]:
        """Zig comes as a package, for machines without a compiler."""
        return [] if _compiler() else [_ZIG]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; `version` is `editable` or `standard`. Raises `CalledProcessError`."""
        named = runpy.run_path(str(Path(self.root, "app", "compiled.py")))
        for folder in named["FOLDERS"]:
            for former in folder.glob("kernels-*.so"):
                former.unlink()
            library = named["library_path"](folder)
            command = [*(_compiler() or _zig()), *_FLAGS, "-o", str(library), *map(str, named["sources"](folder))]
            subprocess.run(command, check=True)  # noqa: S603 - what is run stands here
            build_data["artifacts"].append(str(library.relative_to(self.root)))
        build_data["pure_python"], build_data["tag"] = False, f"py3-none-{_platform()}"


def _platform() -> str:
    """Any Python 3 can call the libraries, on machines like this one (PEP 425)."""
    return re.sub("[-.]", "_", sysconfig.get_platform())


def _compiler() -> list[str] | None:
    found = (shutil.which(name) for name in (os.environ.get("CC") or "cc", "gcc", "clang"))
    return next(([path] for path in found if path), None)


def _zig() -> list[str]:
    return [sys.executable, "-m", "ziglang", "cc"]
