"""Runs ministack until its standard input ends, so that it never outlives who started it."""

import os
import signal
import sys
import threading
import time


def end_with_parent():
    sys.stdin.buffer.read()
    # The functions run in processes of this group.
    os.killpg(os.getpgrp(), signal.SIGTERM)
    time.sleep(2)
    os.killpg(os.getpgrp(), signal.SIGKILL)


threading.Thread(target=end_with_parent, daemon=True).start()

from ministack.app import main  # noqa: E402

sys.argv[1:] = []
main()
