"""A chat in the terminal with `websockets`. Each step is one of docs/protocol.md: see ../README.md."""

import asyncio
import contextlib
import json
import os
import random
import re
import sys
import time
import uuid

import websockets

ADDRESS, ROOM, *more = sys.argv[1:]
SILENCE = float(more[0]) if more else 30  # seconds without a frame: then the server is dead
HEADERS = "additional_headers" if int(websockets.__version__.split(".")[0]) >= 14 else "extra_headers"
RETRYABLE = {"busy", "rate-limited", "slow-mode", "storage-unavailable", "node-draining"}


class Chat:
    cursor = epoch = None  # everything up to this revision was shown
    outbox = []  # messages without an answer: the first one is on its way
    joined, attempt, retry = False, 0, None

    async def stay(self):
        while True:
            self.joined, self.reconnect, self.pause = False, True, 0
            token = os.environ["CHAT_TOKEN"]  # an app asks its backend for a fresh one here
            options = {HEADERS: {"Authorization": f"Bearer {token}"}, "open_timeout": SILENCE, "close_timeout": 1}
            try:
                async with websockets.connect(ADDRESS, **options) as self.socket:
                    await self.send({"protocol": "json", "version": 1})
                    while True:
                        message = await asyncio.wait_for(self.socket.recv(), SILENCE)
                        for frame in message.split("\x1e")[:-1]:
                            await self.receive(json.loads(frame))
                        if time.monotonic() - self.sent > SILENCE / 6:  # the server is never silent for longer than 10 s
                            await self.send({"type": 6})
            except (OSError, asyncio.TimeoutError, websockets.WebSocketException) as end:
                say("closed:", str(end) or "silence")
                answer = getattr(end, "response", end)
                if hasattr(answer, "status_code"):  # the upgrade was refused
                    after = answer.headers.get("Retry-After", "")
                    self.pause = int(after) if after.isdigit() else 0
                    self.reconnect = self.pause > 0 or answer.status_code not in (401, 403)
            if not self.reconnect:
                return
            await asyncio.sleep(max(self.pause, random.uniform(0, min(30, 0.5 * 2 ** min(self.attempt, 6)))))
            self.attempt += 1

    async def send(self, frame):
        self.sent = time.monotonic()
        with contextlib.suppress(websockets.ConnectionClosed):  # the reader notices it
            await self.socket.send(json.dumps(frame) + "\x1e")

    async def call(self, method, request, number):
        await self.send({"type": 1, "invocationId": number, "target": method, "arguments": [{"room": ROOM, **request}]})

    async def join(self):
        self.joined = self.missed = False
        await self.call("JoinRoom", {"after": self.cursor, "epoch": self.epoch}, "join")

    async def receive(self, frame):
        match frame:
            case {"type": 1, "target": "RoomUpdated", "arguments": [update]}:
                if not self.joined:
                    self.missed = True
                elif update["epoch"] != self.epoch or update["after"] > self.cursor:
                    await self.join()  # a gap: with the cursor, a join returns what is missing
                else:
                    self.show(update)
            case {"type": 1, "target": "RemovedFromRoom", "arguments": [{"code": code}]}:
                say("removed:", code)
            case {"type": 1, "target": "Draining", "arguments": [{"reconnectAfterMs": milliseconds}]}:
                self.pause = milliseconds / 1000
            case {"type": 1, "target": "SessionEnding", "arguments": [{"reconnect": reconnect}]}:
                self.reconnect = reconnect
            case {"type": 3, "invocationId": number, "error": error}:
                await self.refused(number, error.split("HubException: ")[-1])
            case {"type": 3, "invocationId": "join", "result": result}:
                await self.enter(result)
            case {"type": 3, "invocationId": number, "result": result}:
                await self.settle(number, f"sent: #{result['sequence']} {'again' if result['duplicate'] else ''}")
            case {"type": 7}:
                self.reconnect = self.reconnect and frame.get("allowReconnect", False)
                await self.socket.close()
            case _ if frame == {}:  # the answer to the handshake
                await self.join()

    async def enter(self, result):
        say("joined with a snapshot" if result["reset"] else "joined with the cursor")
        if result["reset"]:
            self.cursor = 0  # what was shown before is void
        self.epoch, self.joined, self.attempt = result["epoch"], True, 0
        self.show(result["update"])
        await (self.join() if result["hasMore"] or self.missed else self.send_first())

    def show(self, update):
        for message in update["messages"]:
            if message["revision"] > self.cursor:
                say(f"#{message['sequence']} {message['name']}: {message['text']}")
        self.cursor = max(self.cursor, update["through"])

    async def refused(self, number, error):
        retryable = error.split(":")[0] in RETRYABLE
        after = re.search(r"Retry after (\d+) ms\.$", error)
        seconds = int(after[1]) / 1000 if after else 1
        if number != "join" and not retryable:
            return await self.settle(number, f"refused: {error}")
        say("refused:", error)
        if self.retry:
            self.retry.cancel()
        if number == "join":
            self.reconnect, self.pause = retryable, seconds
            await self.socket.close()
        else:
            send = lambda: asyncio.ensure_future(self.send_first())
            self.retry = asyncio.get_running_loop().call_later(seconds, send)

    async def settle(self, number, outcome):
        # A message can be sent twice, as after a reconnect, and then has two answers.
        if self.outbox and self.outbox[0]["messageId"] == number:
            say(outcome)
            self.outbox.pop(0)
            await self.send_first()

    async def send_first(self):
        if self.joined and self.outbox:
            await self.call("SendMessage", self.outbox[0], self.outbox[0]["messageId"])

    async def type(self):
        lines = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        while line := await lines.readline():
            # With its id, a message may be sent again: the server stores it once.
            self.outbox.append({"messageId": str(uuid.uuid4()), "text": line.decode().rstrip("\n")})
            if len(self.outbox) == 1:
                await self.send_first()


def say(*words):
    print(*words, flush=True)


async def main():
    chat = Chat()
    typing = asyncio.create_task(chat.type())
    await chat.stay()
    typing.cancel()


asyncio.run(main())
sys.exit(1)
