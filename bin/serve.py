"""Serve the portal on this machine: gunicorn and one sweep, started and stopped together.

PORT chooses the port. If one of the two ends by itself, the other is stopped and the exit
code is 1; Ctrl-C and TERM stop both, exit code 0.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
HOST = "127.0.0.1"
PATIENCE = 15  # seconds a process gets to end what it is doing


def web(port: int) -> list[str]:
    return [
        *[PYTHON, "-m", "gunicorn", "imyportal.wsgi", "--bind", f"{HOST}:{port}"],
        *["--worker-class", "gthread", "--workers", "1", "--threads", "4"],
        *["--no-control-socket", "--log-level", "warning"],
    ]


SWEEP = [PYTHON, "manage.py", "sweep", "--loop"]


def start(command: list[str]) -> subprocess.Popen[bytes]:
    if shutil.which("setpriv"):
        # Even a killed serve.py leaves nothing running.
        command = ["setpriv", "--pdeathsig", "TERM", *command]
    # A session of its own: Ctrl-C reaches only us, and we stop both in order.
    return subprocess.Popen(command, cwd=HERE, start_new_session=True)


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in processes:
        try:
            process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def port_from(text: str) -> int:
    """The port asked for; ends the program in words when it cannot be had."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        sys.exit(f"serve: PORT={text} is not a port number.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            sys.exit(f"serve: port {text}: {error.strerror}. Try another: make run PORT=8001")
    return int(text)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def greet(port: int) -> None:
    print(f"\nThe portal is at http://{HOST}:{port}/ - Ctrl-C stops it.", flush=True)
    # Prints nothing where there is no demo.
    subprocess.run([PYTHON, "manage.py", "demo", "--logins"], cwd=HERE, check=False)


def watch(processes: list[subprocess.Popen[bytes]], port: int) -> int:
    """Until one process ends: its exit code is the reason."""
    greeted = False
    while True:
        for process in processes:
            if process.poll() is not None:
                name = "the web server" if process is processes[0] else "the sweep"
                print(f"serve: {name} ended, code {process.returncode}.", file=sys.stderr)
                return 1
        if not greeted and answers(port):
            greeted = True
            greet(port)
        time.sleep(0.2)


def main() -> int:
    port = port_from(os.environ.get("PORT", "8000"))
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")

    def leave(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)
    processes: list[subprocess.Popen[bytes]] = []
    try:
        processes.append(start(web(port)))
        processes.append(start(SWEEP))
        return watch(processes, port)
    except KeyboardInterrupt:
        return 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop(processes)


if __name__ == "__main__":
    sys.exit(main())
