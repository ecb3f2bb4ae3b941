"""Fetches what the pages take from others, makes the listed files of it, and checks each against its sum."""

import argparse
import gzip
import hashlib
import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import brotli

from desk.hosting.node import NodeFailed, npm
from desk.hosting.progress import complain, step
from desk.hosting.vendor_parts import Workshop, make
from desk.vendor_lock import LOCK, RECIPE, Part, read_lock, write_lock

_LOG = Path("var", "log", "setup.log")
_LOCKED = "package-lock.json"
_MANIFESTS = ("package.json", _LOCKED)
_FETCHED = "fetched"  # written last, and holds what was asked for


class NotAsListed(Exception):
    """Raised when a made file has another sum than the list says."""

    def __init__(self, part: Part) -> None:
        super().__init__(f"{part.name} of {part.package or 'the packages'} is not the file {LOCK.name} lists")


def main(arguments: list[str]) -> int:
    """Makes the folder given, whole or not at all; returns the status for the shell."""
    parser = argparse.ArgumentParser(prog="build_assets", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the files are put")
    parser.add_argument("--develop", action="store_true", help="with what only tests need")
    parser.add_argument(
        "--relist", action="store_true", help="lock what package.json says, and list the sums of it"
    )
    asked = parser.parse_args(arguments)
    folder: Path = asked.folder.resolve()
    shop = Workshop(folder.with_name(f"{folder.name}.making"), _LOG.resolve())
    shop.log.parent.mkdir(parents=True, exist_ok=True)
    try:
        if asked.relist:
            _relock(shop)
        _fetch(shop, asked.develop or asked.relist)
        made = _make_all(shop, asked.develop or asked.relist)
        if asked.relist:
            made = _relisted(shop, made)
        put(folder, made)
    except NodeFailed as failed:
        complain(failed.words)
        complain(f"The front-end files could not be made; the last words are above, all of them in {_LOG}.")
        return 1
    except NotAsListed as wrong:
        complain(f"{wrong}; nothing was changed. Delete {shop.folder} and try again.")
        return 1
    shutil.rmtree(shop.folder)
    return 0


def _relock(shop: Workshop) -> None:
    """Locks the packages the manifest names now: by sums alone, whatever registry somebody has."""
    shop.folder.mkdir(parents=True, exist_ok=True)
    for name in _MANIFESTS:
        shutil.copy(RECIPE / name, shop.folder)
    with step("locking the front-end packages"):
        how = ("--package-lock-only", "--ignore-scripts", "--omit-lockfile-registry-resolved")
        npm("install", *how, cwd=shop.folder, log=shop.log)
    locked = json.loads((shop.folder / _LOCKED).read_text("utf-8"))
    for package in locked["packages"].values():
        # Who asks for donations, and where, is no part of what is installed.
        for name in ("funding", "deprecated"):
            package.pop(name, None)
    (RECIPE / _LOCKED).write_text(json.dumps(locked, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _fetch(shop: Workshop, develop: bool) -> None:
    """The packages, each with the integrity its lock says; no script of theirs is run."""
    wanted = "".join((RECIPE / name).read_text("utf-8") for name in _MANIFESTS) + str(develop)
    stamp = shop.folder / _FETCHED
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    shop.folder.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    for name in _MANIFESTS:
        shutil.copy(RECIPE / name, shop.folder)
    kinds = ("--include=dev",) if develop else ("--omit=dev",)
    with step("fetching the front-end packages with npm"):
        npm("ci", "--ignore-scripts", *kinds, cwd=shop.folder, log=shop.log)
    stamp.write_text(wanted, "utf-8")


def _make_all(shop: Workshop, develop: bool) -> dict[Part, bytes]:
    parts = [part for part in read_lock() if develop or not part.develop]
    with step("making the front-end files"):
        return {part: make(shop, part, parts) for part in parts}


def _relisted(shop: Workshop, made: dict[Part, bytes]) -> dict[Part, bytes]:
    listed = {
        replace(
            part,
            version=shop.version(part.package) if part.package else "",
            sha256=hashlib.sha256(content).hexdigest(),
        ): content
        for part, content in made.items()
    }
    write_lock(tuple(listed))
    return listed


def put(folder: Path, made: dict[Part, bytes]) -> None:
    """Every file as listed, and beside it the compressed forms; only then does the folder change."""
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for part, content in made.items():
        if hashlib.sha256(content).hexdigest() != part.sha256:
            raise NotAsListed(part)
        (fresh / part.name).write_bytes(content)
        if not part.develop:
            (fresh / f"{part.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
            (fresh / f"{part.name}.br").write_bytes(brotli.compress(content))
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
