"""A chat client on the library `websockets`: see ../README.md."""

import asyncio
import json
import os
import sys
import urllib.request
import uuid

import websockets

RECORD_END = "\x1e"
AUTHORIZATION = {"Authorization": f"Bearer {os.environ['CHAT_TOKEN']}"}
HEADERS = "additional_headers" if int(websockets.__version__.split(".")[0]) >= 14 else "extra_headers"


class Connection:
    """Sends and receives the frames of the hub's JSON protocol."""

    def __init__(self, socket):
        self.socket = socket
        self.frames = []
        self.events = []
        self.calls = 0

    async def send(self, frame):
        await self.socket.send(json.dumps(frame) + RECORD_END)

    async def receive(self):
        """Returns the next frame; one WebSocket message may contain several."""
        while not self.frames:
            self.frames = [json.loads(part) for part in (await self.socket.recv()).split(RECORD_END)[:-1]]
        frame = self.frames.pop(0)
        if frame.get("type") == 1:
            self.events.append(frame)
        return frame

    async def receive_until(self, matches):
        while not matches(frame := await self.receive()):
            pass
        return frame

    async def call(self, method, request):
        self.calls += 1
        number = str(self.calls)
        await self.send({"type": 1, "invocationId": number, "target": method, "arguments": [request]})
        return await self.receive_until(lambda frame: frame.get("type") == 3 and frame["invocationId"] == number)

    async def update_of(self, message_id):
        """Returns the message as the room's members receive it."""
        while True:
            for event in self.events:
                if event["target"] == "RoomUpdated":
                    for message in event["arguments"][0]["messages"]:
                        if message["messageId"] == message_id:
                            return message
            await self.receive()


def negotiate(address):
    request = urllib.request.Request(f"{address}hubs/chat/negotiate?negotiateVersion=1", method="POST", headers=AUTHORIZATION)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["connectionToken"]


def connect(address, query=""):
    return websockets.connect(f"{address.replace('http', 'ws', 1)}hubs/chat{query}", **{HEADERS: AUTHORIZATION})


async def shake_hands(socket):
    connection = Connection(socket)
    await connection.send({"protocol": "json", "version": 1})
    return connection, await connection.receive()


async def talk(address, room):
    seen = {}
    async with connect(address, f"?id={negotiate(address)}") as socket:
        connection, seen["handshake"] = await shake_hands(socket)
        await connection.send({"type": 6})
        seen["role"] = (await connection.call("JoinRoom", {"room": room}))["result"]["role"]
        message = {"room": room, "messageId": str(uuid.uuid4()), "text": "Grüße 👋"}
        seen["sent"] = (await connection.call("SendMessage", message))["result"]
        seen["repeated"] = (await connection.call("SendMessage", message))["result"]
        seen["received"] = await connection.update_of(message["messageId"])
        seen["refused"] = (await connection.call("StartTyping", {"room": "elsewhere"}))["error"]
        seen["history"] = (await connection.call("GetHistory", {"room": room, "limit": 10}))["result"]["messages"]
        await connection.receive_until(lambda frame: frame.get("type") == 6)
        await socket.send("no JSON" + RECORD_END)
        await until_closed(connection, seen)
    return seen


async def wait(address, room):
    async with connect(address) as socket:
        connection, handshake = await shake_hands(socket)
        seen = {"handshake": handshake}
        await connection.call("JoinRoom", {"room": room})
        print("joined", flush=True)
        await until_closed(connection, seen)
        seen["events"] = [event["target"] for event in connection.events]
    return seen


async def until_closed(connection, seen):
    try:
        while True:
            await connection.receive()
    except websockets.ConnectionClosed as closed:
        seen["code"], seen["reason"] = closed.code, closed.reason


print(json.dumps(asyncio.run({"talk": talk, "wait": wait}[sys.argv[3]](sys.argv[1], sys.argv[2]))))
