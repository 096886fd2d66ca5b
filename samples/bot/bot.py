"""A bot that answers each message exactly once, also if it is killed at any time: see README.md."""

import http.client
import json
import os
import random
import sqlite3
import sys
import time
import urllib.error
import urllib.request
import uuid

API = os.environ.get("CHAT_URL", "http://127.0.0.1:5000").rstrip("/") + "/api/v1"
KEY = os.environ["CHAT_KEY"]
BOT = "counting-bot"
RETRYABLE = {429, 502, 503, 504}
KEY_REFUSED = {401, 403}

SCHEMA = """
    CREATE TABLE IF NOT EXISTS cursor (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS counts (room TEXT, user TEXT, messages INTEGER NOT NULL, PRIMARY KEY (room, user));
    CREATE TABLE IF NOT EXISTS answers (
        message TEXT PRIMARY KEY, room TEXT NOT NULL, text TEXT NOT NULL, posted INTEGER NOT NULL DEFAULT 0,
        refused TEXT);
"""


class Refused(Exception):
    """The server refused a request for good."""

    def __init__(self, status, code):
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


def main():
    database = sqlite3.connect(sys.argv[1])
    database.executescript("PRAGMA synchronous = FULL;" + SCHEMA)
    while True:
        post_answers(database)
        try:
            read_page(database)
        except Refused as refused:
            if refused.code != "cursor-unknown":
                raise
            start_over(database)


def read_page(database):
    """Decides on the answers to the messages of a page. They and the cursor are one transaction, so neither is without the other."""
    [cursor] = database.execute("SELECT value FROM cursor").fetchone() or [""]
    *updates, end = [json.loads(line) for line in ask("GET", f"/events?after={cursor}&wait=25").splitlines()]
    with database:
        for update in updates:
            for message in update["messages"]:
                decide(database, update["room"], message)
        database.execute("REPLACE INTO cursor VALUES (1, ?)", [end["cursor"]])


def decide(database, room, message):
    if message["userId"] == BOT or message.get("kind") == "system" or "deletedAt" in message:
        return
    # An edited message comes again, and so does a page whose cursor was not kept.
    if database.execute("SELECT 1 FROM answers WHERE message = ?", [message["messageId"]]).fetchone():
        return
    # The answer depends on what the bot has counted so far, so it is decided once.
    [count] = database.execute(
        "INSERT INTO counts VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET messages = messages + 1 RETURNING messages",
        [room, message["userId"]]).fetchone()
    text = f"{message['name']}, this is your message number {count} in this room."
    database.execute("INSERT INTO answers (message, room, text) VALUES (?, ?, ?)", [message["messageId"], room, text])


def post_answers(database):
    """
    Posts what is decided. If the bot is killed before it has noted the post, it posts again with the same id: that is no second one.
    An answer that the server refuses for good is noted with the code, so that it holds up no other.
    """
    answers = database.execute("SELECT message, room, text FROM answers WHERE NOT posted ORDER BY rowid").fetchall()
    for message, room, text in answers:
        key = uuid.uuid5(uuid.UUID(message), BOT)
        code = None
        try:
            ask("PUT", f"/rooms/{room}/messages/{key}", {"userId": BOT, "name": "Counter", "text": text, "replyTo": message})
        except Refused as refused:
            if refused.status in KEY_REFUSED:
                raise
            code = refused.code
            print(f"The answer to {message} in {room} was refused: {code}", flush=True)
        with database:
            database.execute("UPDATE answers SET posted = 1, refused = ? WHERE message = ?", [code, message])


def start_over(database):
    """The server knows the cursor no more: a backup was restored, or the bot was away for a month. Reads and posts all once more."""
    with database:
        database.execute("DELETE FROM cursor")
        database.execute("UPDATE answers SET posted = 0")


def ask(method, path, body=None):
    """Returns the text of the answer. A request without one may have been carried out, so it is sent again."""
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    attempt, pause = 0, 0
    while True:
        try:
            request = urllib.request.Request(API + path, data, headers, method=method)
            with urllib.request.urlopen(request, timeout=40) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as refusal:
            if refusal.code not in RETRYABLE:
                raise Refused(refusal.code, json.load(refusal)["code"]) from None
            seconds = refusal.headers.get("Retry-After", "")
            pause = int(seconds) if seconds.isdigit() else 0
        except (OSError, http.client.HTTPException):
            pause = 0
        time.sleep(max(pause, random.uniform(0, min(30, 0.5 * 2 ** min(attempt, 6)))))
        attempt += 1


main()
