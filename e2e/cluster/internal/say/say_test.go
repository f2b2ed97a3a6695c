package say

import (
	"testing"
	"time"
)

func TestTimesReadAsAPersonSaysThem(t *testing.T) {
	times := map[time.Duration]string{
		340 * time.Millisecond:  "0.3 s",
		9949 * time.Millisecond: "9.9 s",
		12 * time.Second:        "12 s",
		185 * time.Second:       "3 min 5 s",
		20 * time.Minute:        "20 min 0 s",
	}
	for length, want := range times {
		if got := Seconds(length); got != want {
			t.Errorf("%v: want %q, got %q", length, want, got)
		}
	}
}
