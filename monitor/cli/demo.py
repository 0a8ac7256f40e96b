"""The built-in demo organisation: where its files are and where it runs."""

from __future__ import annotations

import shutil
import tomllib
from importlib.resources import as_file, files
from pathlib import Path

from monitor.errors import FixSettings


def prepare_demo(folder: Path | None) -> Path:
    """Put the demo organisation in place and give the path of its config.toml.

    In a checkout, whose config.toml is the demo's own, it runs where it stands. Anywhere else it is copied to `folder`,
    by default `demo`, so that nothing of a real organisation is touched.

    Raises:
        FixSettings: The folder holds another organisation, or cannot be written.
    """
    here = Path("config.toml")
    if folder is None and _is_demo(here) and Path("data/samples").is_dir():
        return here
    target = folder or Path("demo")
    config = target / "config.toml"
    if config.exists():
        if not _is_demo(config):
            raise FixSettings(["belongs to another organisation; name another folder"], str(config))
        return config
    try:
        _copy(target)
    except OSError as error:
        why = error.strerror or "not every file could be copied"
        raise FixSettings([f"cannot be written ({why}); name another folder"], str(target)) from error
    return config


def _is_demo(config: Path) -> bool:
    try:
        with config.open("rb") as file:
            return bool(tomllib.load(file).get("organisation", {}).get("made_up"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, AttributeError):
        return False


def _copy(target: Path) -> None:
    with as_file(files("monitor")) as package:
        # Installed, the samples lie inside the package; in a checkout beside it.
        packed = package / "demo"
        samples, config = packed / "samples", packed / "config.toml"
        if not packed.is_dir():
            samples, config = package.parent / "data" / "samples", package.parent / "config.toml"
        shutil.copytree(samples, target / "data" / "samples", dirs_exist_ok=True)
        # Last, so that an interrupted copy is made again.
        shutil.copyfile(config, target / "config.toml")
