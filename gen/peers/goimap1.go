package main

import (
	"bufio"
	"errors"
	"io"
	"strings"

	imap1 "github.com/emersion/go-imap"
)

// goImap1 is ReadResp of go-imap v1. After a line that it rejects, it is somewhere in that line, so
// only the lines that it accepts are timed.
func goImap1(lines []line) contender {
	accepted, rejected := accept(lines, readAll1)
	data := strings.Join(toStrings(accepted), "")
	pass := func(stopwatch) {
		reader := imap1.NewReader(bufio.NewReader(strings.NewReader(data)))
		for range accepted {
			if err := readStatus1(reader); err != nil {
				panic(err) // it has read the same line before
			}
		}
	}
	return contender{
		name: "go-imap v1.2.1, ReadResp", lines: len(accepted), rejected: rejected, pass: pass,
	}
}

// readAll1 reads a line, and returns an error if not all of it is read.
func readAll1(text string) error {
	reader := bufio.NewReader(strings.NewReader(text))
	if err := readStatus1(imap1.NewReader(reader)); err != nil {
		return err
	}
	if _, err := reader.ReadByte(); err != io.EOF {
		return errors.New("stopped before the end of the line")
	}
	return nil
}

// readStatus1 reads a line. It returns an error if the line is read as another kind of response.
func readStatus1(r *imap1.Reader) error {
	resp, err := imap1.ReadResp(r)
	if err != nil {
		return err
	}
	status, ok := resp.(*imap1.StatusResp)
	if !ok {
		return errors.New("not read as a status response")
	}
	sink += uint64(len(status.Info))
	return nil
}
