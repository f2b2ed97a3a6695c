package main

import (
	"io"
	"net"
	"testing"
)

// aServer answers the first client with these bytes, once it has read the client's message.
func aServer(t *testing.T, answer string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		defer client.Close()
		_, _ = io.ReadFull(client, make([]byte, len(startup("pg_isready"))))
		_, _ = io.WriteString(client, answer)
	}()
	return listener.Addr().String()
}

func TestTheAnswerTellsHowTheServerIs(t *testing.T) {
	for answer, want := range map[string]int{
		"R\x00\x00\x00\x08\x00\x00\x00\x0a":                               accepts,
		"E\x00\x00\x00\x20SFATAL\x00C28000\x00Mno such role\x00\x00":      accepts,
		"E\x00\x00\x00\x20SFATAL\x00C57P03\x00Mit is starting up\x00\x00": refuses,
		"": noAnswer,
	} {
		if got := ask(aServer(t, answer)); got != want {
			t.Errorf("%q: want %d, got %d", answer, want, got)
		}
	}
}

func TestNobodyThereIsNoAnswer(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	if got := ask(listener.Addr().String()); got != noAnswer {
		t.Errorf("got %d", got)
	}
}
