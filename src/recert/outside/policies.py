"""The policies folder: which programs it holds, their editions, overlays and cases."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from recert.policy.loading import PolicyError, load
from recert.policy.policies import Policy
from recert.policy.problems import Problem

_EDITION = re.compile(r"\d{4}-\d{2}-\d{2}\.toml")
_OVERLAY = ".demonstration.toml"
CASES = "cases.toml"
_BODY = "body.toml"


class NoPoliciesError(LookupError):
    """There is no policies folder, or nothing in it; the message says where to put one."""


@dataclass(frozen=True, slots=True)
class EditionFile:
    """One edition on disk, with the overlay beside it if there is one."""

    policy_id: str
    path: Path
    overlay_path: Path | None

    def load(self, *, demonstration: bool) -> Policy:
        """Return the edition, with its overlay if `demonstration`. Raises PolicyError."""
        overlay = self.overlay_path if demonstration else None
        policy = load(
            read(self.path),
            source=str(self.path),
            overlay=read(overlay) if overlay else None,
            overlay_source=str(overlay) if overlay else None,
        )
        _check_zone(policy, path=self.path)
        return policy


def folder() -> Path:
    """Return the policies folder: RECERT_POLICIES, else the project's, else that of this folder."""
    named = os.environ.get("RECERT_POLICIES")
    if named:
        return Path(named)
    project = Path(__file__).resolve().parents[3] / "policies"
    return project if project.is_dir() else Path("policies")


def read(path: Path) -> str:
    """Return a file's text. Raises PolicyError if it cannot be read, or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        what = f"this file cannot be read: {error.strerror}"
        raise PolicyError([Problem(str(path), 1, "", what)]) from error
    except UnicodeDecodeError as error:
        raise PolicyError([Problem(str(path), 1, "", "this file is not UTF-8")]) from error


def edition_files(root: Path) -> tuple[EditionFile, ...]:
    """Return the editions of a policies folder, of a program's folder, or one edition's file.

    Raises NoPoliciesError if there are none, PolicyError for a file that is none of these.
    """
    if root.is_file():
        return (_edition_file(root),)
    is_program = _holds_editions(root)
    programs = [root] if is_program else sorted(filter(Path.is_dir, _within(root)))
    paths = [path for program in programs for path in sorted(program.glob("*.toml"))]
    problems = list(_strange([*paths, *(() if is_program else sorted(root.glob("*.toml")))]))
    if problems:
        raise PolicyError(problems)
    files = tuple(_edition_file(path) for path in paths if _is_edition(path))
    if not files:
        raise NoPoliciesError(
            f"{root}: no policies here; expected FOLDER/YYYY-MM-DD.toml "
            "(set RECERT_POLICIES to the folder that holds them)"
        )
    return files


def _within(root: Path) -> Iterable[Path]:
    return root.iterdir() if root.is_dir() else ()


def _edition_file(path: Path) -> EditionFile:
    overlay = path.with_name(path.name.removesuffix(".toml") + _OVERLAY)
    has_overlay = overlay != path and overlay.is_file()
    name = path.resolve().parent.name
    return EditionFile(name, path, overlay if has_overlay else None)


def _strange(paths: Iterable[Path]) -> Iterator[Problem]:
    """Yield each file of a program's folder that is no edition, overlay or cases."""
    for path in paths:
        edition = path.name.removesuffix(_OVERLAY) + ".toml"
        is_overlay = path.name.endswith(_OVERLAY) and path.with_name(edition).is_file()
        if not (_is_edition(path) or is_overlay or path.name == CASES):
            expected = f"YYYY-MM-DD.toml, YYYY-MM-DD{_OVERLAY} beside its edition, or {CASES}"
            yield Problem(str(path), 1, "", "no such file belongs here", expected)


def _check_zone(policy: Policy, *, path: Path) -> None:
    try:
        ZoneInfo(policy.zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        what = f'this machine knows no time zone "{policy.zone}"'
        problem = Problem(str(path), 1, "zone", what, "a name of the IANA time zone database")
        raise PolicyError([problem]) from error


def load_all(root: Path, *, demonstration: bool) -> Mapping[str, tuple[Policy, ...]]:
    """Return every edition of every program, by the program's id, earliest first.

    Raises PolicyError with the problems of all files, NoPoliciesError if there are none.
    """
    problems: list[Problem] = []
    found: dict[str, tuple[Policy, ...]] = {}
    for file in edition_files(root):
        for policy in _attempt(partial(file.load, demonstration=demonstration), problems):
            found[policy.id] = (*found.get(policy.id, ()), policy)
    if problems:
        raise PolicyError(problems)
    return found


def _attempt(loading: "partial[Policy]", problems: list[Problem]) -> Iterator[Policy]:
    """Yield a policy, or note what is wrong with it."""
    try:
        yield loading()
    except PolicyError as error:
        problems.extend(error.problems)


def case_files(path: Path) -> tuple[Path, ...]:
    """Return the files of worked cases under a path: the file itself, or all in a folder.

    In a folder that holds editions only `cases.toml` counts, and a body's own file never does.
    Raises NoPoliciesError if there are none.
    """
    if path.is_file():
        return (path,)
    files = tuple(
        file
        for file in sorted(path.rglob("*.toml"))
        if file.name == CASES or not (file.name == _BODY or _holds_editions(file.parent))
    )
    if not files:
        raise NoPoliciesError(f"{path}: no worked cases here; expected files such as {CASES}")
    return files


def _holds_editions(folder: Path) -> bool:
    return any(map(_is_edition, folder.glob("*.toml")))


def _is_edition(path: Path) -> bool:
    return bool(_EDITION.fullmatch(path.name))
