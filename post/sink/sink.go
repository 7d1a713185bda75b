// Package sink is a mail server for tests: it keeps what it is given.
package sink

import (
	"bufio"
	"io"
	"net"
	"strings"
	"testing"
)

// Takes is the answer of a server that takes a letter.
const Takes = "250 well"

// Open starts a mail server with an answer to everybody who names a recipient. It ends with the test.
func Open(t testing.TB, recipient string) (address string, letters <-chan string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	got := make(chan string, 10)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go converse(conn, recipient, got)
		}
	}()
	return "smtp://" + listener.Addr().String(), got
}

func converse(conn net.Conn, recipient string, got chan<- string) {
	defer conn.Close()
	lines := bufio.NewReader(conn)
	io.WriteString(conn, "220 sink\r\n")
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		switch verb := strings.ToUpper(strings.Fields(line + " .")[0]); verb {
		case "EHLO", "HELO":
			io.WriteString(conn, "250-sink\r\n250 8BITMIME\r\n")
		case "RCPT":
			io.WriteString(conn, recipient+"\r\n")
		case "DATA":
			io.WriteString(conn, "354 go on\r\n")
			var letter strings.Builder
			for line, err = lines.ReadString('\n'); err == nil && line != ".\r\n"; line, err = lines.ReadString('\n') {
				letter.WriteString(line)
			}
			got <- letter.String()
			io.WriteString(conn, "250 taken\r\n")
		case "QUIT":
			io.WriteString(conn, "221 bye\r\n")
			return
		default:
			io.WriteString(conn, "250 well\r\n")
		}
	}
}
