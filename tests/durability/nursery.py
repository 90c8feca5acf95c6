"""A process that has Django loaded and forks the real server, or the real relay, each time it is asked.

Three hundred kills need three hundred starts, and importing Django is most of a start. What is killed is the same
program, with its own processes and its own connections: none is opened before the fork.

Each line of stdin is one command, as JSON: a module and its arguments. The answer is the number of its process
and of its group. Ends when stdin does.
"""

import ctypes
import importlib
import json
import os
import runpy
import signal
import sys
from uuid import UUID

import django
from django.urls import resolve

PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


def main() -> None:
    django.setup()
    for name in ("spinney.config.wsgi", "django.contrib.messages.storage.fallback"):
        importlib.import_module(name)
    resolve(f"/plans/{UUID(int=0)}/save")  # reads every address on the way
    # What was killed leaves nothing behind, nor what that had started: orphans come here, not to a slow init.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    for line in sys.stdin:
        if not (child := os.fork()):
            become(json.loads(line))
        os.setpgid(child, child)  # here too: it may be killed before it has come to do so itself
        print(child, flush=True)


def become(command: list[str]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setpgid(0, 0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # the nursery's own stdout is for numbers
    sys.argv = command
    try:
        runpy.run_module(command[0], run_name="__main__", alter_sys=True)
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
