// A chat client on the library gorilla/websocket: see ../README.md.
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/gorilla/websocket"
)

const recordEnd = 0x1e

type object = map[string]interface{}

// connection sends and receives the frames of the hub's JSON protocol.
type connection struct {
	socket *websocket.Conn
	frames [][]byte
	events []object
	calls  int
}

func main() {
	what := map[string]func(string, string) object{"talk": talk, "wait": wait}[os.Args[3]]
	line, err := json.Marshal(what(os.Args[1], os.Args[2]))
	check(err)
	fmt.Println(string(line))
}

func talk(address, room string) object {
	c := connect(address, "?id="+negotiate(address))
	seen := object{"handshake": c.shakeHands()}
	c.send(object{"type": 6})
	seen["role"] = result(c.call("JoinRoom", object{"room": room}))["role"]
	message := object{"room": room, "messageId": newID(), "text": "Grüße 👋"}
	seen["sent"] = result(c.call("SendMessage", message))
	seen["repeated"] = result(c.call("SendMessage", message))
	seen["received"] = c.updateOf(message["messageId"].(string))
	seen["refused"] = c.call("StartTyping", object{"room": "elsewhere"})["error"]
	seen["history"] = result(c.call("GetHistory", object{"room": room, "limit": 10}))["messages"]
	for frame := (object{}); frame["type"] != 6.0; {
		frame = must(c.receive())
	}
	check(c.socket.WriteMessage(websocket.TextMessage, []byte("no JSON\x1e")))
	c.untilClosed(seen)
	return seen
}

func wait(address, room string) object {
	c := connect(address, "")
	seen := object{"handshake": c.shakeHands()}
	c.call("JoinRoom", object{"room": room})
	fmt.Println("joined")
	c.untilClosed(seen)
	names := []interface{}{}
	for _, event := range c.events {
		names = append(names, event["target"])
	}
	seen["events"] = names
	return seen
}

func authorization() http.Header {
	return http.Header{"Authorization": {"Bearer " + os.Getenv("CHAT_TOKEN")}}
}

func negotiate(address string) string {
	request, err := http.NewRequest("POST", address+"hubs/chat/negotiate?negotiateVersion=1", nil)
	check(err)
	request.Header = authorization()
	answer, err := http.DefaultClient.Do(request)
	check(err)
	defer answer.Body.Close()
	var negotiated struct{ ConnectionToken string }
	check(json.NewDecoder(answer.Body).Decode(&negotiated))
	return negotiated.ConnectionToken
}

func connect(address, query string) *connection {
	socket, _, err := websocket.DefaultDialer.Dial(strings.Replace(address, "http", "ws", 1)+"hubs/chat"+query, authorization())
	check(err)
	return &connection{socket: socket}
}

func (c *connection) shakeHands() object {
	c.send(object{"protocol": "json", "version": 1})
	return must(c.receive())
}

func (c *connection) send(frame object) {
	bytes, err := json.Marshal(frame)
	check(err)
	check(c.socket.WriteMessage(websocket.TextMessage, append(bytes, recordEnd)))
}

// receive returns the next frame; one WebSocket message may contain several.
func (c *connection) receive() (object, error) {
	for len(c.frames) == 0 {
		_, message, err := c.socket.ReadMessage()
		if err != nil {
			return nil, err
		}
		parts := bytes.Split(message, []byte{recordEnd})
		c.frames = parts[:len(parts)-1]
	}
	frame := object{}
	check(json.Unmarshal(c.frames[0], &frame))
	c.frames = c.frames[1:]
	if frame["type"] == 1.0 {
		c.events = append(c.events, frame)
	}
	return frame, nil
}

func (c *connection) call(method string, request object) object {
	c.calls++
	number := fmt.Sprint(c.calls)
	c.send(object{"type": 1, "invocationId": number, "target": method, "arguments": []object{request}})
	for {
		if frame := must(c.receive()); frame["type"] == 3.0 && frame["invocationId"] == number {
			return frame
		}
	}
}

// updateOf returns the message as the room's members receive it.
func (c *connection) updateOf(messageID string) object {
	for next := 0; ; {
		for ; next < len(c.events); next++ {
			if c.events[next]["target"] != "RoomUpdated" {
				continue
			}
			update := c.events[next]["arguments"].([]interface{})[0].(object)
			for _, message := range update["messages"].([]interface{}) {
				if message.(object)["messageId"] == messageID {
					return message.(object)
				}
			}
		}
		must(c.receive())
	}
}

func (c *connection) untilClosed(seen object) {
	for {
		_, err := c.receive()
		if closed, ok := err.(*websocket.CloseError); ok {
			seen["code"], seen["reason"] = closed.Code, closed.Text
			return
		}
		check(err)
	}
}

func result(frame object) object {
	return frame["result"].(object)
}

// newID returns a UUID of version 4.
func newID() string {
	id := make([]byte, 16)
	_, err := rand.Read(id)
	check(err)
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

func must(frame object, err error) object {
	check(err)
	return frame
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
