"""A PostgreSQL server of the tests' own, on a free local port, in a folder that goes away with it."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


def binaries() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, ``None`` where PostgreSQL is not installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    if found:
        folders.append(Path(found).resolve().parent)
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


@contextmanager
def server() -> Iterator[str]:
    """Start a server and yield its URL without a database name. PostgreSQL refuses root, so root becomes ``postgres``."""
    folder = binaries()
    assert folder is not None
    home = Path(tempfile.mkdtemp(prefix="adcrm-postgres-"))
    as_root = os.geteuid() == 0
    become = ["runuser", "-u", "postgres", "--"] if as_root else []
    if as_root:
        owner = pwd.getpwnam("postgres")
        os.chown(home, owner.pw_uid, owner.pw_gid)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = home / "data"
    subprocess.run(
        [*become, folder / "initdb", "-D", data, "-U", "adcrm", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
        check=True,
        capture_output=True,
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c fsync=off -c max_connections=60"
    subprocess.run([*become, folder / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", options, "start"], check=True, capture_output=True)
    try:
        yield f"postgresql://adcrm@127.0.0.1:{port}"
    finally:
        subprocess.run([*become, folder / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=True, capture_output=True)
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def database(server_url: str, name: str, template: str = "template1") -> Iterator[str]:
    """A database on the server, empty or a copy of ``template``; dropped at the end."""
    with psycopg.connect(f"{server_url}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    try:
        yield f"{server_url}/{name}"
    finally:
        with psycopg.connect(f"{server_url}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
