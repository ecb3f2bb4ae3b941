"""Makes each third-party front-end file: copied from its package, bundled, or generated as our theme."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desk.hosting.node import node
from desk.vendor_lock import RECIPE, Part

_BUNDLER = Path("esbuild", "bin", "esbuild")
_THEMER = Path("@digdir", "designsystemet", "dist", "bin", "designsystemet.js")
_BANNER = "/*! {package} {version}; licences.txt beside this file */"
_INPUTS = "inputs.json"


@dataclass(frozen=True, slots=True)
class Workshop:
    """The folder with the fetched packages, where parts are made; and the log of what the tools say."""

    folder: Path
    log: Path

    @property
    def packages(self) -> Path:
        return self.folder / "node_modules"

    def version(self, package: str) -> str:
        """The version of a package that was fetched."""
        return str(json.loads((self.packages / package / "package.json").read_text("utf-8"))["version"])


def make(shop: Workshop, part: Part, parts: Iterable[Part]) -> bytes:
    """The content of one part; licences come after the bundles they speak of."""
    match part.how:
        case "copy":
            return (shop.packages / part.package / part.source).read_bytes()
        case "bundle":
            return _bundled(shop, part)
        case "theme":
            return _theme(shop, part)
        case "licences":
            return _licences(shop, {one.package for one in parts if one.package and not one.develop})
    raise ValueError(f"{part.name} is made by {part.how!r}, which nobody knows")


def _bundled(shop: Workshop, part: Part) -> bytes:
    shutil.copy(RECIPE / part.source, shop.folder)
    banner = _BANNER.format(package=part.package, version=shop.version(part.package))
    options = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none")
    made = (f"--banner:js={banner}", f"--outfile={part.name}", f"--metafile={_INPUTS}", "--log-level=warning")
    node(shop.packages / _BUNDLER, part.source, *options, *made, cwd=shop.folder, log=shop.log)
    return (shop.folder / part.name).read_bytes()


def _theme(shop: Workshop, part: Part) -> bytes:
    shutil.copy(RECIPE / part.source, shop.folder)
    themer = shop.packages / _THEMER
    node(themer, "tokens", "create", "--config", part.source, "--clean", cwd=shop.folder, log=shop.log)
    node(themer, "tokens", "build", "-t", "tokens", "-o", "theme", "--clean", cwd=shop.folder, log=shop.log)
    return (shop.folder / "theme" / "griddesk.css").read_bytes()


def _licences(shop: Workshop, packages: set[str]) -> bytes:
    inputs = json.loads((shop.folder / _INPUTS).read_text("utf-8"))["inputs"]
    texts = []
    for package in sorted(packages | {_package_of(path) for path in inputs if "node_modules/" in path}):
        text = "\n".join(
            file.read_text("utf-8").strip() for file in sorted((shop.packages / package).glob("LICEN[CS]E*"))
        )
        texts.append(f"{package} {shop.version(package)}\n\n{text}\n")
    return "\n\n".join(texts).encode()


def _package_of(path: str) -> str:
    parts = path.rsplit("node_modules/", 1)[-1].split("/")
    return "/".join(parts[:2] if parts[0].startswith("@") else parts[:1])
