"""Reads pairs of files from standard input and prints what botocore makes of each, one JSON line a pair.

A pair is: the config file's length as four bytes, its bytes, then the same for the credentials file.
Before each batch comes the number of pairs, as four bytes.
"""
import json
import os
import sys
import tempfile

import botocore.session
from botocore.exceptions import BotoCoreError


def ordered(value):
    if isinstance(value, dict):
        return [[key, ordered(item)] for key, item in value.items()]
    return value


def main():
    source = sys.stdin.buffer
    folder = tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    config, credentials = os.path.join(folder, "config"), os.path.join(folder, "credentials")
    session = botocore.session.Session()
    session.set_config_variable("config_file", config)
    session.set_config_variable("credentials_file", credentials)
    while True:
        head = source.read(4)
        if len(head) < 4:
            break
        pairs = []
        for _ in range(int.from_bytes(head, "little")):
            pair = []
            for _ in range(2):
                length = int.from_bytes(source.read(4), "little")
                pair.append(source.read(length))
            pairs.append(pair)
        out = []
        for pair in pairs:
            for path, text in zip((config, credentials), pair):
                with open(path, "wb") as file:
                    file.write(text)
            session._config = None
            try:
                read = session.full_config
                families = [ordered(read.get(name, {})) for name in ("profiles", "sso_sessions", "services")]
                out.append(json.dumps(families))
            except BotoCoreError:
                out.append("null")
        sys.stdout.write("\n".join(out) + "\n")
        sys.stdout.flush()
    for path in (config, credentials):
        if os.path.exists(path):
            os.remove(path)
    os.rmdir(folder)


main()
