"""The command `tvict`, and `python -m tvict`: a stop at any moment is one line and leaves nothing half-written.

Little is imported here, so that hardly any moment passes before an interruption is looked after.
"""

import os
import signal
import sys
from types import FrameType


def script() -> None:
    """Run the command line; Ctrl-C ends it with code 130, a termination with 143, half-written files taken away."""
    stopped = False
    os.environ.setdefault("PYTHONSAFEPATH", "1")  # no file of the folder it runs in is taken for a module by a worker

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # once is enough: what follows is tidying up
        raise KeyboardInterrupt

    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:  # a shell lets what runs in the background ignore it
        signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.unraisablehook = lambda problem: None if stopped else sys.__unraisablehook__(problem)
    code, told = 130, ""
    try:
        from tvict.cli import main

        code = main()
    except BaseException as error:
        # Whatever an interrupted import or library makes of the interruption, it is one.
        if not stopped:
            raise
        told = str(error) if isinstance(error, KeyboardInterrupt) else ""
    if stopped:
        from tvict.messages import language_of, said

        print(f"tvict: {told or said('stopped', language_of(sys.argv[1:]))}", file=sys.stderr)
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    script()
