module github.com/imapcodes/imapcodes/gen/peers

go 1.24.4

replace (
	github.com/imapcodes/imapcodes => ../..
	github.com/imapcodes/imapcodes/generated/imapcode => ../../generated/imapcode
)

require (
	github.com/emersion/go-imap v1.2.1
	github.com/emersion/go-imap/v2 v2.0.0-beta.8
	github.com/imapcodes/imapcodes v0.0.0-00010101000000-000000000000
	github.com/imapcodes/imapcodes/generated/imapcode v0.0.0-00010101000000-000000000000
	github.com/pandatix/go-abnf v0.5.0
)

require (
	github.com/emersion/go-message v0.18.2 // indirect
	github.com/emersion/go-sasl v0.0.0-20241020182733-b788ff22d5a6 // indirect
	github.com/hashicorp/go-uuid v1.0.3 // indirect
	golang.org/x/text v0.34.0 // indirect
)
