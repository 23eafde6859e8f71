package main

import (
	"bufio"
	"errors"
	"strings"

	imap1 "github.com/emersion/go-imap"
)

// goImap1 is ReadResp of go-imap v1. A line that it rejects leaves it somewhere in that line, so that only those are timed
// that it accepts.
func goImap1(lines []line) contender {
	accepted, rejected := accept(lines, func(text string) error {
		reader := bufio.NewReader(strings.NewReader(text))
		if err := readStatus1(imap1.NewReader(reader)); err != nil {
			return err
		}
		return atEnd(reader)
	})
	data := strings.Join(toStrings(accepted), "")
	return contender{name: "go-imap v1.2.1, ReadResp", lines: len(accepted), rejected: rejected, pass: func(stopwatch) {
		reader := imap1.NewReader(bufio.NewReader(strings.NewReader(data)))
		for range accepted {
			if err := readStatus1(reader); err != nil {
				panic(err) // it has read the same line before
			}
		}
	}}
}

// readStatus1 reads a line. What is not read as a status response is an error too.
func readStatus1(r *imap1.Reader) error {
	resp, err := imap1.ReadResp(r)
	if err != nil {
		return err
	}
	status, ok := resp.(*imap1.StatusResp)
	if !ok {
		return errors.New("read as another response")
	}
	sink += uint64(len(status.Info))
	return nil
}
