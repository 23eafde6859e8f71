//go:build go1.24

package imapcode_test

import (
	"errors"
	"fmt"
	"log"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// Example is what the README shows.
func Example() {
	r, err := imapcode.Parse("a OK [APPENDUID 38505 3955:3957] Done")
	if err != nil {
		log.Fatal(err) // no status response, as "* 5 EXISTS"
	}
	switch r.Code {
	case imapcode.CodeOverQuota:
		fmt.Println("delete something first")
	case imapcode.CodeAppendUID:
		if args, ok := r.AppendUID(); ok {
			fmt.Println(args.UIDValidity, args.UIDs)
		}
	}
	// Output: 38505 3955:3957
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
	// A client that has read "a1 NO " itself is left with this.
	r := imapcode.ParseText("[INUSE] Another session has it open")
	fmt.Printf("%s: %s\n", r.Code, r.Text)
	// Output:
	// INUSE: Another session has it open
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

	_, err = imapcode.Append(nil, "a2", imapcode.TypeNO, imapcode.CodeCannot, "two\r\nlines")
	fmt.Println(err)
	// Output:
	// "a1 OK [COPYUID 38505 304,319:320 3956:3958] Done\r\n" <nil>
	// cannot write status response with CANNOT: text-malformed
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
	fmt.Println(info.References)
	fmt.Println(info.Arguments)
	fmt.Println(info.Summary)
	// Output:
	// RFC4315 RFC9051
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
