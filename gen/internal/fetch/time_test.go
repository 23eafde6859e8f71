package fetch

import (
	"context"
	"errors"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/imapcodes/imapcodes/gen/internal/fetch/fetchtest"
)

// inBubble runs f in a bubble, with a Server in memory and a Client for it, whose options are o.
func inBubble(t *testing.T, o Options, f func(t *testing.T, web *fetchtest.Server, client *Client)) {
	synctest.Test(t, func(t *testing.T) {
		web, err := fetchtest.NewInMemory(hosts()...)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { web.Close() })
		f(t, web, dialling(t, web, web.DialContext, o))
	})
}

func TestTimeouts(t *testing.T) {
	for _, test := range []struct {
		fault
		options Options
		takes   time.Duration // at least, and at most an eighth and a second more
	}{
		{fault{"no answer", fetchtest.Stall(), "no answer within 30s (2 tries)", []int{0, 0}}, Options{Retries: 1}, time.Minute},
		{fault{"stall inside the body", fetchtest.StallBody(page()), "only 6 octets of the body within 30s (2 tries)", []int{200, 200}},
			Options{Retries: 1}, time.Minute},
		{fault{"never again", fetchtest.Stall(), "no answer within 30s", []int{0}}, Options{Retries: -1}, 30 * time.Second},
		{fault{"all tries together", fetchtest.Stall(), "not fetched within 2m0s; before: no answer within 30s", []int{0, 0, 0, 0}},
			Options{}, 2 * time.Minute},
		{fault{"all tries together inside the body", fetchtest.StallBody(page()),
			"not fetched within 2m0s; before: only 6 octets of the body within 30s", []int{200, 200, 200, 200}}, Options{}, 2 * time.Minute},
		{fault{"the first try", fetchtest.Stall(), "not fetched within 10s", []int{0}}, Options{Timeout: 10 * time.Second}, 10 * time.Second},
		{fault{"a wait", fetchtest.Status(500), "not fetched within 10s; before: status 500 Internal Server Error", []int{500}},
			Options{Timeout: 10 * time.Second, Backoff: time.Minute}, 10 * time.Second},
		{fault{"stall after 503", stallAfter503(), "status 503 Service Unavailable (2 tries)", []int{503, 503}}, Options{Retries: 1}, 0},
		{fault{"drip", drip(), "only 42 octets of the body within 30s", []int{200}}, Options{Retries: -1}, 30 * time.Second},
		{fault{"Retry-After beyond the timeout", fetchtest.Status(503, "Retry-After", "121"),
			"status 503 Service Unavailable, to be tried again only after 2m1s", []int{503}}, Options{}, 0},
		{fault{"Retry-After beyond what is left", fetchtest.Status(429, "Retry-After", "50"),
			"status 429 Too Many Requests, to be tried again only after 50s (3 tries)", []int{429, 429, 429}}, Options{}, 100 * time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, test.options, func(t *testing.T, web *fetchtest.Server, client *Client) {
				web.Handle(address, test.handler)
				begin := time.Now()
				test.check(t, web, client, address)
				if took := time.Since(begin); took < test.takes || took > test.takes+test.takes/8+time.Second {
					t.Errorf("took %v, want %v", took, test.takes)
				}
			})
		})
	}
}

// A host that accepts connections and says nothing is not waited for longer than others.
func TestNoHandshake(t *testing.T) {
	inBubble(t, Options{}, func(t *testing.T, web *fetchtest.Server, _ *Client) {
		silent := func(context.Context, string, string) (net.Conn, error) {
			client, _ := net.Pipe()
			return client, nil
		}
		client := dialling(t, web, silent, Options{Retries: -1})
		fault{want: "no answer within 30s"}.check(t, web, client, address)
	})
}

// stallAfter503 sends 503, and a body that never ends.
func stallAfter503() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
}

// drip sends an octet every 700 milliseconds.
func drip() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		for {
			select {
			case <-time.After(700 * time.Millisecond):
				w.Write([]byte("x"))
				http.NewResponseController(w).Flush()
			case <-r.Context().Done():
				return
			}
		}
	})
}

func TestRetryAfter(t *testing.T) {
	for _, status := range []int{429, 503} {
		inBubble(t, Options{}, func(t *testing.T, web *fetchtest.Server, client *Client) {
			at := time.Now().Add(50 * time.Second).UTC().Format(http.TimeFormat)
			web.Handle(address, fetchtest.Sequence(
				fetchtest.Status(status, "Retry-After", "20"), fetchtest.Status(status, "Retry-After", at), page()))
			begin := time.Now()
			if _, err := client.Get(t.Context(), address, Text); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(begin); took < 50*time.Second || took > 55*time.Second {
				t.Errorf("%d: took %v, want 50s", status, took)
			}
		})
	}
}

// The waits double, and no two runs wait alike.
func TestBackoff(t *testing.T) {
	differ := false
	first := backoff(time.Second, maxBackoff, 0, nil)
	for range 1000 {
		for retry, most := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second, maxBackoff, maxBackoff} {
			if wait := backoff(time.Second, maxBackoff, retry, nil); wait < most/2 || wait > most {
				t.Errorf("retry %d after %v, want between %v and %v", retry, wait, most/2, most)
			}
		}
		differ = differ || backoff(time.Second, maxBackoff, 0, nil) != first
	}
	if !differ {
		t.Error("all waits are alike")
	}
}

func TestCancelledWhileWaiting(t *testing.T) {
	inBubble(t, Options{Backoff: time.Hour, Timeout: time.Hour}, func(t *testing.T, web *fetchtest.Server, client *Client) {
		web.Handle(address, fetchtest.Status(500))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := client.Get(ctx, address, Text)
		want := address + ": context deadline exceeded; before: status 500 Internal Server Error"
		if !errors.Is(err, context.DeadlineExceeded) || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	})
}
