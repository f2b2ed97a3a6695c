// Pg_isready asks a PostgreSQL server whether it accepts connections, as PostgreSQL's program of that name does: npm brings the
// server without it. It exits with 0 when the server accepts, 1 when it refuses (it starts or stops), 2 when nobody answers.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"flag"
	"io"
	"net"
	"os"
	"time"
)

const (
	accepts  = 0
	refuses  = 1
	noAnswer = 2
)

// cannotConnectNow is the SQLSTATE of a server that starts or stops.
const cannotConnectNow = "57P03"

const protocol = 3 << 16

func main() {
	host := flag.String("h", "127.0.0.1", "address of the server")
	port := flag.String("p", "5432", "port of the server")
	flag.Parse()
	os.Exit(ask(net.JoinHostPort(*host, *port)))
}

func ask(address string) int {
	const timeout = 3 * time.Second
	connection, err := net.DialTimeout("tcp", address, timeout)
	if err != nil {
		return noAnswer
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(timeout))
	if _, err := connection.Write(startup("pg_isready")); err != nil {
		return noAnswer
	}
	return read(bufio.NewReader(connection))
}

// startup is the first message of a client. https://www.postgresql.org/docs/18/protocol-message-formats.html
func startup(user string) []byte {
	body := append(binary.BigEndian.AppendUint32(nil, protocol), "user\x00"+user+"\x00\x00"...)
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(body)+4)), body...)
}

// read takes the server's first message: it asks for a password, or says why it refuses.
func read(answer *bufio.Reader) int {
	kind, err := answer.ReadByte()
	if err != nil {
		return noAnswer
	}
	if kind != 'E' {
		return accepts
	}
	said, _ := io.ReadAll(answer)
	if bytes.Contains(said, []byte("C"+cannotConnectNow+"\x00")) {
		return refuses
	}
	return accepts
}
