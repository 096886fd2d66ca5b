// A chat in the terminal with gorilla/websocket. Each step is one of docs/protocol.md: see ../README.md.
package main

import (
	"bufio"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"math"
	random "math/rand"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

var (
	address, room = os.Args[1], os.Args[2]
	silence       = 30 * time.Second // without a frame for this time, the server is dead
	retryable     = regexp.MustCompile("^(busy|rate-limited|slow-mode|storage-unavailable|node-draining):")
	retryAfter    = regexp.MustCompile(`Retry after (\d+) ms\.$`)
)

type object = map[string]interface{}

type frame struct {
	Type                        int
	Target, InvocationID, Error string
	Arguments                   []data
	Result                      data
	AllowReconnect              bool
}

// data has the fields of all events and answers that are used here.
type data struct {
	Epoch, Code, Name, Text              string
	After, Through, Sequence, Revision   int64
	Reset, HasMore, Duplicate, Reconnect bool
	ReconnectAfterMs                     float64
	Update                               *data
	Messages                             []data
}

type chat struct {
	socket                    *websocket.Conn
	cursor                    int64 // everything up to this revision was shown
	epoch                     string
	joined, missed, reconnect bool
	attempt, pause            float64
	lines                     chan string
	outbox                    []object // messages without an answer: the first one is on its way
	retry                     <-chan time.Time
}

func main() {
	random.Seed(time.Now().UnixNano())
	if len(os.Args) > 3 {
		silence, _ = time.ParseDuration(os.Args[3] + "s")
	}
	c := &chat{lines: make(chan string)}
	go func() {
		for input := bufio.NewScanner(os.Stdin); input.Scan(); {
			c.lines <- input.Text()
		}
	}()
	for {
		c.joined, c.reconnect, c.pause = false, true, 0
		c.connect()
		if !c.reconnect {
			os.Exit(1)
		}
		backoff := random.Float64() * math.Min(30, 0.5*math.Pow(2, c.attempt))
		c.attempt++
		time.Sleep(time.Duration(math.Max(backoff, c.pause) * float64(time.Second)))
	}
}

func (c *chat) connect() {
	token := os.Getenv("CHAT_TOKEN") // an app asks its backend for a fresh one here
	dialer := websocket.Dialer{HandshakeTimeout: silence}
	socket, answer, err := dialer.Dial(address, http.Header{"Authorization": {"Bearer " + token}})
	if answer != nil && err != nil { // the upgrade was refused
		fmt.Println("closed: HTTP", answer.StatusCode)
		c.pause, _ = strconv.ParseFloat(answer.Header.Get("Retry-After"), 64)
		c.reconnect = c.pause > 0 || (answer.StatusCode != 401 && answer.StatusCode != 403)
	}
	if err != nil {
		return
	}
	defer socket.Close()
	c.socket = socket
	frames := make(chan frame)
	go read(socket, frames)
	c.send(object{"protocol": "json", "version": 1})
	pings := time.NewTicker(silence / 2)
	defer pings.Stop()
	for {
		select {
		case received, open := <-frames:
			if !open {
				return
			}
			c.receive(received)
		case text := <-c.lines:
			// With its id, a message may be sent again: the server stores it once.
			c.outbox = append(c.outbox, object{"room": room, "messageId": newID(), "text": text})
			if len(c.outbox) == 1 {
				c.sendFirst()
			}
		case <-c.retry:
			c.sendFirst()
		case <-pings.C:
			c.send(object{"type": 6})
		}
	}
}

func read(socket *websocket.Conn, frames chan<- frame) {
	defer close(frames)
	for {
		socket.SetReadDeadline(time.Now().Add(silence))
		_, message, err := socket.ReadMessage()
		if err != nil {
			fmt.Println("closed:", err)
			return
		}
		for _, part := range strings.Split(strings.TrimSuffix(string(message), "\x1e"), "\x1e") {
			var received frame
			if json.Unmarshal([]byte(part), &received) == nil {
				frames <- received
			}
		}
	}
}

func (c *chat) send(frame object) {
	text, _ := json.Marshal(frame)
	c.socket.WriteMessage(websocket.TextMessage, append(text, 0x1e)) // the reader notices an error
}

func (c *chat) call(method string, request object, id interface{}) {
	c.send(object{"type": 1, "invocationId": id, "target": method, "arguments": []object{request}})
}

func (c *chat) receive(f frame) {
	switch {
	case f.Target == "RoomUpdated" && !c.joined:
		c.missed = true
	case f.Target == "RoomUpdated" && (f.Arguments[0].Epoch != c.epoch || f.Arguments[0].After > c.cursor):
		c.join() // a gap: with the cursor, a join returns what is missing
	case f.Target == "RoomUpdated":
		c.show(f.Arguments[0])
	case f.Target == "RemovedFromRoom":
		fmt.Println("removed:", f.Arguments[0].Code)
	case f.Target == "Draining":
		c.pause = f.Arguments[0].ReconnectAfterMs / 1000
	case f.Target == "SessionEnding":
		c.reconnect = f.Arguments[0].Reconnect
	case f.Type == 3 && f.Error != "":
		parts := strings.Split(f.Error, "HubException: ")
		c.refused(f.InvocationID, parts[len(parts)-1])
	case f.Type == 3 && f.InvocationID == "join":
		c.enter(f.Result)
	case f.Type == 3 && f.Result.Duplicate:
		c.settle(f.InvocationID, fmt.Sprintf("sent: #%d again", f.Result.Sequence))
	case f.Type == 3:
		c.settle(f.InvocationID, fmt.Sprintf("sent: #%d", f.Result.Sequence))
	case f.Type == 7:
		c.reconnect = c.reconnect && f.AllowReconnect
		c.close()
	case f.Type == 0 && f.Error == "": // the answer to the handshake
		c.join()
	}
}

func (c *chat) close() {
	text := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	c.socket.WriteControl(websocket.CloseMessage, text, time.Now().Add(time.Second))
}

func (c *chat) join() {
	c.joined, c.missed = false, false
	request := object{"room": room}
	if c.epoch != "" {
		request["after"], request["epoch"] = c.cursor, c.epoch
	}
	c.call("JoinRoom", request, "join")
}

func (c *chat) enter(result data) {
	if result.Reset {
		c.cursor = 0 // what was shown before is void
		fmt.Println("joined with a snapshot")
	} else {
		fmt.Println("joined with the cursor")
	}
	c.epoch, c.joined, c.attempt = result.Epoch, true, 0
	c.show(*result.Update)
	if result.HasMore || c.missed {
		c.join()
	} else {
		c.sendFirst()
	}
}

func (c *chat) show(update data) {
	for _, message := range update.Messages {
		if message.Revision > c.cursor {
			fmt.Printf("#%d %s: %s\n", message.Sequence, message.Name, message.Text)
		}
	}
	if update.Through > c.cursor {
		c.cursor = update.Through
	}
}

func (c *chat) refused(id, err string) {
	mayRetry, after := retryable.MatchString(err), 1000.0
	if match := retryAfter.FindStringSubmatch(err); match != nil {
		after, _ = strconv.ParseFloat(match[1], 64)
	}
	if id != "join" && !mayRetry {
		c.settle(id, "refused: "+err)
		return
	}
	fmt.Println("refused:", err)
	if id == "join" {
		c.reconnect, c.pause = mayRetry, after/1000
		c.close()
	} else {
		c.retry = time.After(time.Duration(after) * time.Millisecond)
	}
}

func (c *chat) settle(id, outcome string) {
	// A message can be sent twice, as after a reconnect, and then has two answers.
	if len(c.outbox) > 0 && c.outbox[0]["messageId"] == id {
		fmt.Println(outcome)
		c.outbox = c.outbox[1:]
		c.sendFirst()
	}
}

func (c *chat) sendFirst() {
	if c.joined && len(c.outbox) > 0 {
		c.call("SendMessage", c.outbox[0], c.outbox[0]["messageId"])
	}
}

// newID returns a UUID of version 4.
func newID() string {
	id := make([]byte, 16)
	rand.Read(id)
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}
