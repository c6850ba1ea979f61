"""The peer's side of bench/storage.ts: the same table as rows in SQLite, as pandas' to_sql and read_sql keep it.

441,067 rows x 40 float columns, one transaction a frame, WAL, synchronous NORMAL; then every column back as a NumPy array.
Prints one JSON line {"write": s, "read": s, "megabytes": n}.
Usage: python3 storage.py FOLDER   (needs numpy)
"""
import json
import os
import sqlite3
import sys
import time

import numpy as np

ROWS, COLUMNS, FRAMES = 441_067, 40, 200

path = os.path.join(sys.argv[1], "peer.sqlite")
values = np.random.default_rng(1).normal(size=(ROWS, COLUMNS))
edges = np.round(np.linspace(0, ROWS, FRAMES + 1)).astype(int)
names = [f"feature_{i}" for i in range(COLUMNS)]

database = sqlite3.connect(path)
database.execute("PRAGMA journal_mode = WAL")
database.execute("PRAGMA synchronous = NORMAL")
database.execute(f"CREATE TABLE particles (frame INTEGER, {', '.join(f'{n} REAL' for n in names)})")
insert = f"INSERT INTO particles VALUES ({', '.join('?' * (COLUMNS + 1))})"

start = time.perf_counter()
for frame in range(FRAMES):
    rows = values[edges[frame]:edges[frame + 1]]
    with database:
        database.executemany(insert, ((frame, *row) for row in rows.tolist()))
write = time.perf_counter() - start

start = time.perf_counter()
table = np.array(database.execute(f"SELECT {', '.join(names)} FROM particles ORDER BY rowid").fetchall())
columns = [np.ascontiguousarray(table[:, i]) for i in range(COLUMNS)]
read = time.perf_counter() - start
assert all(np.array_equal(columns[i], values[:, i]) for i in range(COLUMNS))

database.close()
print(json.dumps({"write": round(write, 3), "read": round(read, 3), "megabytes": round(os.path.getsize(path) / 1e6)}))
