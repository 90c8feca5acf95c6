"""Run a command that ends when its parent ends, even by kill -9.

    python tether.py PARENT_PID COMMAND [ARGUMENT ...]

The kernel sends the signal when the *thread* that started us ends: start long-lived children from the main thread.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("The command that started this one has ended.")
    try:
        os.execvp(command[0], command)  # noqa: S606  (replaces this process on purpose)
    except OSError as error:
        sys.exit(f"{command[0]} cannot be started: {error.strerror}.")


if __name__ == "__main__":
    main()
