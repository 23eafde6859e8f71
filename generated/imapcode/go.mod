module github.com/imapcodes/imapcodes/generated/imapcode

go 1.18
