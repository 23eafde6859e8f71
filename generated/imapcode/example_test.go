//go:build go1.24

package imapcode_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"strings"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// Example is what the README shows.
func Example() {
	line := "a OK [COPYUID 38505 304,319:320 3956:3958] Done"
	r, err := imapcode.Parse(line)
	if err != nil {
		log.Fatal(err) // not a status response, for example "* 5 EXISTS"
	}
	switch r.Code {
	case imapcode.CodeOverQuota:
		fmt.Println("delete something first")
	case imapcode.CodeCopyUID:
		if args, ok := r.CopyUID(); ok {
			fmt.Println(args.SourceUIDs, "are now", args.DestUIDs)
		} else {
			fmt.Println("the UIDs are not known; the server sent", r.Args)
		}
	}
	// Output: 304,319:320 are now 3956:3958
}

func ExampleParse() {
	lines := []string{
		"a1 NO [TRYCREATE] No such mailbox\r\n",
		"a2 NO [overquota] Sorry\r\n",
		"a3 NO [THROTTLED] Slow down\r\n",
	}
	for _, line := range lines {
		r, err := imapcode.Parse(line)
		if err != nil {
			fmt.Println(err)
			continue
		}
		switch r.Code {
		case imapcode.CodeTryCreate:
			fmt.Println(r.Tag, "create the mailbox and try again")
		case imapcode.CodeOverQuota:
			fmt.Println(r.Tag, "delete something first")
		default:
			fmt.Println(r.Tag, r.Text)
		}
	}
	// Output:
	// a1 create the mailbox and try again
	// a2 delete something first
	// a3 Slow down
}

func ExampleParseText() {
	// This is for a client that has read the tag "a1" and the word "NO" itself.
	t, ok := imapcode.ParseType("NO")
	if !ok {
		fmt.Println("not a status response")
		return
	}
	r := imapcode.ParseText("a1", t, "[INUSE] Another session has it open")
	fmt.Printf("%s: %s\n", r.Code, r.Text)
	fmt.Println(r.Err())
	// Output:
	// INUSE: Another session has it open
	// NO [INUSE] Another session has it open
}

// A client waits for the line that ends its command.
func ExampleParse_wait() {
	wait := func(lines []string, tag string) error {
		for _, line := range lines {
			r, err := imapcode.Parse(line)
			if r.Tag != tag && r.Type != imapcode.TypeBYE {
				continue // data, or the end of another command
			}
			if err != nil { // the server does not keep to the protocol
				return fmt.Errorf("%w: %q", err, line)
			}
			return r.Err()
		}
		return io.ErrUnexpectedEOF
	}
	fmt.Println(wait([]string{"* 5 EXISTS", "* NO Disk is 98% full", "a1 OK Done"}, "a1"))
	fmt.Println(wait([]string{"* BYE [UNAVAILABLE] Restarting"}, "a1"))
	fmt.Println(wait([]string{"a1 ERR Fetch frequency limited!"}, "a1"))
	// Output:
	// <nil>
	// BYE [UNAVAILABLE] Restarting
	// not a status response: want a tag followed by OK, NO, BAD, PREAUTH or BYE, or "+": "a1 ERR Fetch frequency limited!"
}

// A response whose code has a literal goes on after the line.
func ExampleResponse_Literal() {
	server := bufio.NewReader(strings.NewReader("a1 NO [NEWNAME old {3}\r\nnew] It was renamed {5}\r\n"))
	line, err := server.ReadString('\n')
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := imapcode.Parse(line)
	for err == nil {
		size, ok := r.Literal()
		if !ok {
			break
		}
		literal, err := io.ReadAll(io.LimitReader(server, min(size, 1<<16)))
		if err != nil {
			fmt.Println(err)
			return
		}
		rest, err := server.ReadString('\n')
		if err != nil {
			fmt.Println(err)
			return
		}
		line += string(literal) + rest
		r, err = imapcode.Parse(line)
	}
	args, _ := r.NewName()
	fmt.Println(args.OldName.Value(), "is now", args.NewName.Value())
	fmt.Println(r.Text)
	// Output:
	// old is now new
	// It was renamed {5}
}

func ExampleResponse_AppendUID() {
	r, err := imapcode.Parse("a1 OK [APPENDUID 38505 3955,3957:3958] Done\r\n")
	if err != nil {
		fmt.Println(err)
		return
	}
	if args, ok := r.AppendUID(); ok {
		fmt.Println("in", args.UIDValidity)
		for uid := range args.UIDs.All() {
			fmt.Println(uid)
		}
	}
	// Output:
	// in 38505
	// 3955
	// 3957
	// 3958
}

func ExampleResponse_Conforms() {
	// A line that departs from the grammar is read nevertheless.
	r, err := imapcode.Parse("a1 OK [COPYUID 14  ]\r\n")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Code, r.Conforms())
	fmt.Println(r.Deviations)
	// Output:
	// COPYUID false
	// no-text arguments-malformed
}

func ExampleDeviations_Has() {
	r, err := imapcode.Parse("* OK [Gmail]/All Mail is full\r\n")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Deviations.Has(imapcode.DevTextBracket | imapcode.DevTextMalformed))
	// Output: true
}

func ExamplePairs() {
	r, err := imapcode.Parse("a1 OK [COPYUID 38505 304,319:320 3956:3958] Done\r\n")
	if err != nil {
		fmt.Println(err)
		return
	}
	if args, ok := r.CopyUID(); ok {
		for from, to := range imapcode.Pairs(args.SourceUIDs, args.DestUIDs) {
			fmt.Println(from, "is now", to)
		}
	}
	// Output:
	// 304 is now 3956
	// 319 is now 3957
	// 320 is now 3958
}

func ExampleSetOf() {
	set := imapcode.SetOf(304, 319, 320, 321)
	fmt.Println(set)
	numbers, ok := set.Numbers(1000) // not more
	fmt.Println(numbers, ok)
	_, ok = imapcode.Set("1:4294967295").Numbers(1000)
	fmt.Println(ok)
	// Output:
	// 304,319:321
	// [304 319 320 321] true
	// false
}

func ExampleListOf() {
	args := imapcode.PermanentFlagsArgs{Flags: imapcode.ListOf(`\Seen`, "$Forwarded", `\*`)}
	fmt.Println(args)
	fmt.Printf("%q\n", args.Flags.Values())
	fmt.Println(args.Flags.Contains(`\seen`))
	// Output:
	// PERMANENTFLAGS (\Seen $Forwarded \*)
	// ["\\Seen" "$Forwarded" "\\*"]
	// true
}

func ExampleQuote() {
	name := imapcode.Quote(`the "new" one`)
	fmt.Println(name)
	fmt.Println(name.Value())
	// Output:
	// "the \"new\" one"
	// the "new" one
}

func ExampleResponse_Err() {
	r, err := imapcode.Parse("a1 NO [UNAVAILABLE] The server is being repaired\r\n")
	if err == nil {
		err = r.Err()
	}
	fmt.Println(err)
	fmt.Println(errors.Is(err, imapcode.CodeUnavailable))

	var failure *imapcode.Error
	if errors.As(err, &failure) && failure.Retry() == imapcode.RetryLater {
		fmt.Println("try again later")
	}
	// Output:
	// NO [UNAVAILABLE] The server is being repaired
	// true
	// try again later
}

func ExampleAppend() {
	args := imapcode.CopyUIDArgs{UIDValidity: 38505, SourceUIDs: "304,319:320", DestUIDs: "3956:3958"}
	b, err := imapcode.Append(nil, "a1", imapcode.TypeOK, args, "Done")
	fmt.Printf("%q %v\n", b, err)

	args.DestUIDs = "3956"
	_, err = imapcode.Append(nil, "a1", imapcode.TypeOK, args, "Done")
	fmt.Println(err)
	// Output:
	// "a1 OK [COPYUID 38505 304,319:320 3956:3958] Done\r\n" <nil>
	// cannot write COPYUID: argument DestUIDs: "3956" differs in size from the set before it
}

func ExampleNumberOf() {
	args := imapcode.MetadataArgs{Keyword: imapcode.MetadataMAXSIZE, Size: imapcode.NumberOf(1024)}
	b, err := imapcode.Append(nil, "a1", imapcode.TypeNO, args, "Too big")
	fmt.Printf("%q %v\n", b, err)
	// Output: "a1 NO [METADATA MAXSIZE 1024] Too big\r\n" <nil>
}

func ExampleRaw() {
	code := imapcode.Raw{Code: "WEBALERT", Args: "https://mail.example/"}
	b, err := imapcode.Append(nil, "*", imapcode.TypeNO, code, "Log in with a browser")
	fmt.Printf("%q %v\n", b, err)
	// Output: "* NO [WEBALERT https://mail.example/] Log in with a browser\r\n" <nil>
}

// A server passes on what another program says.
func ExampleToText() {
	const words = "[disk] caf\xe9 is full\r\na2 OK Done"
	_, err := imapcode.Append(nil, "a1", imapcode.TypeNO, imapcode.CodeServerBug, words)
	fmt.Println(err)
	b, err := imapcode.Append(nil, "a1", imapcode.TypeNO, imapcode.CodeServerBug, imapcode.ToText(words))
	fmt.Printf("%q %v\n", b, err)
	// Output:
	// cannot write SERVERBUG: text: what is not UTF-8 at octet 10
	// "a1 NO [SERVERBUG] - [disk] café is full a2 OK Done\r\n" <nil>
}

func ExampleLookup() {
	c, ok := imapcode.Lookup("uidNotSticky")
	fmt.Println(c, ok)
	c, ok = imapcode.Lookup("WEBALERT")
	fmt.Printf("%q %v\n", c, ok)
	// Output:
	// UIDNOTSTICKY true
	// "" false
}

func ExampleCode_Info() {
	info, _ := imapcode.CodeCopyUID.Info()
	fmt.Println(info.Status, info.References, info.Types())
	fmt.Println(info.Arguments)
	fmt.Println(info.Summary)
	// Output:
	// registered RFC4315 RFC9051 OK
	// SP nz-number SP uid-set SP uid-set
	// Messages were copied or moved; the response gives the target's UIDVALIDITY, their old UIDs and the new ones.
}

func ExampleAll() {
	for c := range imapcode.All() {
		if info, _ := c.Info(); info.Status == imapcode.StatusObsolete {
			fmt.Println(c)
		}
	}
	// Output:
	// NEWNAME
}
