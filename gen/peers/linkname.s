// Without a file in assembly the compiler refuses functions that have no body, as those of goimap2.go.
