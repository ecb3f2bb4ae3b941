"""Shuts a process in: no network, no programs, nothing written anywhere, and little time and memory."""

import ctypes
import os
import platform
import resource
import socket
import struct

MEMORY = 2 << 30  # bytes
SECONDS = 60  # of the processor

_OPENING = 0o1 | 0o2 | 0o100 | 0o1000 | 0o2000 | 0o20000000  # write, both, create, cut, append, nameless
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | 13, 0x80000000
_LOAD, _EQUAL, _AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06

# What a process can do to anything outside itself: sockets, programs, names of files, rights, processes.
_X86_64 = (
    41, 42, 43, 49, 53, 57, 58, 59, 62, 76, 77, 82, 83, 84, 85, 86, 87, 88, 90, 91, 92, 93, 94, 101, 132, 133,
    155, 161, 165, 166, 188, 189, 190, 200, 235, 258, 259, 260, 261, 263, 264, 265, 266, 268, 272, 280, 285,
    308, 310, 311, 316, 321, 322, 425, 434, 437, 438, 452,
)  # fmt: skip
_AARCH64 = (
    5, 6, 7, 33, 34, 35, 36, 37, 38, 39, 40, 41, 45, 46, 47, 51, 52, 53, 54, 55, 88, 97, 117, 129, 130, 198,
    199, 200, 202, 203, 221, 268, 270, 271, 276, 280, 281, 425, 434, 437, 438, 452,
)  # fmt: skip
# (name of the machine in a filter, calls refused, number of `seccomp`, calls that open: number, flags' place)
_MACHINES = {
    "x86_64": (0xC000003E, _X86_64, 317, ((2, 24), (257, 32))),
    "aarch64": (0xC00000B7, _AARCH64, 277, ((56, 32),)),
}


class NoWalls(Exception):
    """Raised when this machine cannot shut a process in."""


def raise_walls() -> None:
    """Shuts this process in, for good; raises NoWalls where it would not hold."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(limit, (most, most))
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        raise NoWalls(f"no filter is known for a {platform.machine()}")
    _filter(machine[2], _program(machine))
    _require_shut()


def _program(machine: tuple[int, tuple[int, ...], int, tuple[tuple[int, int], ...]]) -> bytes:
    name, refused, _, opening = machine
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, name), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    # Numbers from here on are those of another convention of the same machine.
    steps += [(_AT_LEAST, 0, 1, 0x40000000), (_RETURN, 0, 0, _KILL)]
    for number in refused:
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    for number, flags in opening:
        steps += [(_EQUAL, 0, 5, number), (_LOAD, 0, 0, flags), (_AND, 0, 0, _OPENING), (_EQUAL, 1, 0, 0)]
        steps += [(_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
    steps.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *step) for step in steps)


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def _filter(seccomp: int, program: bytes) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    # Nothing started from here could gain rights; without this promise no filter is taken.
    if libc.prctl(38, 1, 0, 0, 0) != 0:
        raise NoWalls("the kernel does not take the promise to gain no rights")
    made = _Filter(len(program) // 8, program)
    # For all threads at once, those that libraries have begun included.
    if libc.syscall(seccomp, 1, 1, ctypes.byref(made)) != 0:
        raise NoWalls(f"the kernel takes no filter ({os.strerror(ctypes.get_errno())})")


def _require_shut() -> None:
    try:
        socket.socket().close()
    except OSError:
        return
    raise NoWalls("a socket could be opened all the same")
