package fetch

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/imapcodes/imapcodes/gen/internal/fetch/fetchtest"
)

// The limit for a try covers everything from the connection to the end of the body.
func TestTryTimeout(t *testing.T) {
	stallAfter503 := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	drip := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		for r.Context().Err() == nil {
			io.WriteString(w, "x")
			http.NewResponseController(w).Flush()
			time.Sleep(10 * time.Millisecond)
		}
	})
	for reason, test := range map[string]struct {
		handler http.Handler
		want    string
	}{
		"no response": {fetchtest.Stall(), "no response within 200ms"},
		"half a body": {
			fetchtest.Half(page(), fetchtest.Stall()),
			"only 6 bytes of the body within 200ms",
		},
		"slow body":       {drip, "only * bytes of the body within 200ms"},
		"stall after 503": {stallAfter503, "status 503 Service Unavailable"},
	} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			web := newServer(t)
			web.Handle(address, test.handler)
			client := newClient(t, web)
			client.retries = 0
			web.Handle(address+"/first", page()) // connects without the short limit
			if _, err := client.Get(t.Context(), address+"/first", Text); err != nil {
				t.Fatal(err)
			}
			client.tryTimeout = 200 * time.Millisecond
			client.checkError(t, address, test.want)
		})
	}
}

func TestNoHandshake(t *testing.T) {
	client := newClient(t, newServer(t))
	client.retries = 0
	client.tryTimeout = 10 * time.Millisecond
	client.dialWith(func(context.Context, string, string) (net.Conn, error) {
		silent, _ := net.Pipe()
		return silent, nil
	})
	client.checkError(t, address, "no response within 10ms")
}

// A roundTripper is a function as an http.RoundTripper.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// respond returns the responses in turn, and the last one for all later requests. For nil it never
// returns a response.
func respond(responses ...*http.Response) roundTripper {
	requests := 0
	return func(req *http.Request) (*http.Response, error) {
		resp := responses[min(requests, len(responses)-1)]
		requests++
		if resp == nil {
			<-req.Context().Done()
			return nil, req.Context().Err()
		}
		resp.Body = http.NoBody
		return resp, nil
	}
}

func status(code int, retryAfter string) *http.Response {
	return &http.Response{StatusCode: code, Header: http.Header{"Retry-After": {retryAfter}}}
}

// A body that seems to end at the time limit may be truncated.
func TestEndAtTryTimeout(t *testing.T) {
	client := newClient(t, newServer(t))
	client.retries = 0
	client.tryTimeout = 10 * time.Millisecond
	client.http.Transport = roundTripper(func(req *http.Request) (*http.Response, error) {
		body, w := io.Pipe()
		go func() {
			io.WriteString(w, "half")
			<-req.Context().Done()
			w.Close()
		}()
		header := http.Header{"Content-Type": {"text/plain"}}
		return &http.Response{StatusCode: 200, Header: header, Body: body}, nil
	})
	client.checkError(t, address, "only 4 bytes of the body within 10ms")
}

// The limit for a call of Get covers all tries and waits.
func TestTimeout(t *testing.T) {
	const forever = time.Hour
	for _, test := range []struct {
		reason              string
		timeout, tryTimeout time.Duration
		responses           []*http.Response
		want                string
	}{
		{
			"in the first try", 10 * time.Millisecond, forever,
			[]*http.Response{nil}, "not fetched within 10ms",
		},
		{
			"in a later try", 100 * time.Millisecond, forever,
			[]*http.Response{status(500, ""), nil},
			"not fetched within 100ms; last error: status 500 Internal Server Error",
		},
		{
			"over many tries", 100 * time.Millisecond, time.Millisecond,
			[]*http.Response{nil}, "not fetched within 100ms; last error: no response within 1ms",
		},
		{
			"Retry-After exceeds what is left", time.Second, 10 * time.Millisecond,
			[]*http.Response{nil, status(429, "1")},
			"status 429 Too Many Requests; try again after 1s (2 tries)",
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			client := newClient(t, newServer(t))
			client.http.Transport = respond(test.responses...)
			client.timeout, client.tryTimeout, client.retries = test.timeout, test.tryTimeout, 1e6
			client.checkError(t, address, test.want)
		})
	}
}

// The waits double, and half of each is random.
func TestWaits(t *testing.T) {
	client := newClient(t, newServer(t))
	client.http.Transport = respond(status(500, ""))
	client.retries = 7
	firsts := map[time.Duration]bool{}
	for range 100 {
		client.waits = nil
		client.checkError(t, address, "status 500 Internal Server Error (8 tries)")
		if len(client.waits) != 7 {
			t.Fatalf("waits %v, want 7", client.waits)
		}
		firsts[client.waits[0]] = true
		for i, seconds := range []time.Duration{1, 2, 4, 8, 16, 30, 30} {
			limit := seconds * time.Second
			if wait := client.waits[i]; wait < limit/2 || wait > limit {
				t.Errorf("wait %d is %v, want between %v and %v", i, wait, limit/2, limit)
			}
		}
	}
	if len(firsts) == 1 {
		t.Errorf("all first waits are %v, want random ones", client.waits[0])
	}
}

func TestRetryAfter(t *testing.T) {
	date := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
	for _, test := range []struct {
		status     int
		retryAfter string
		low, high  time.Duration // limits of the wait
	}{
		{429, "20", 20 * time.Second, 20 * time.Second},
		{503, "20", 20 * time.Second, 20 * time.Second},
		{503, date(50 * time.Second), 40 * time.Second, 50 * time.Second},
		{503, date(-time.Hour), time.Second / 2, time.Second},
		{503, "0", time.Second / 2, time.Second},
		{503, "-20", time.Second / 2, time.Second},
		{503, "soon", time.Second / 2, time.Second},
		{429, "20000000000", time.Second / 2, time.Second},
	} {
		client := newClient(t, newServer(t))
		client.http.Transport = respond(status(test.status, test.retryAfter), status(404, ""))
		client.checkError(t, address, "status 404 Not Found (2 tries)")
		if wait := client.waits[0]; wait < test.low || wait > test.high {
			t.Errorf("%q: wait %v, want %v to %v", test.retryAfter, wait, test.low, test.high)
		}
	}
}

func TestCanceled(t *testing.T) {
	web := newServer(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	web.Handle(address, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}))
	for _, requests := range []int{1, 0} { // during the request, then before it
		_, err := newClient(t, web).Get(ctx, address, Text)
		if !errors.Is(err, context.Canceled) || err.Error() != address+": context canceled" {
			t.Errorf("error %v, want %v", err, context.Canceled)
		}
		checkRequests(t, web, requests)
	}
}

func TestCanceledWait(t *testing.T) {
	client := newClient(t, newServer(t))
	client.http.Transport = respond(status(500, ""))
	ctx, cancel := context.WithCancel(t.Context())
	client.after = func(time.Duration) <-chan time.Time {
		cancel()
		return nil // which never sends
	}
	_, err := client.Get(ctx, address, Text)
	want := address + ": context canceled; last error: status 500 Internal Server Error"
	if !errors.Is(err, context.Canceled) || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestLimits(t *testing.T) {
	c := New("", time.Minute, 4)
	if c.tryTimeout != 30*time.Second || c.maxSize != 16<<20 {
		t.Errorf("limits %v and %d bytes, want 30s and 16 MiB", c.tryTimeout, c.maxSize)
	}
}
