// Package proof holds the test that proves that the generated tables match exactly what the grammar
// says. It has no other code: everything else is in _test.go files.
//
// The test matches expressions by their partial derivatives, which shares nothing with package
// automaton, and walks those and the tables side by side. The parts, one per file:
//
//	term_test.go     expressions in a normal form, each of which exists once
//	rules_test.go    which rules match the empty string, or anything at all
//	linear_test.go   an expression → its arcs: sets of symbols, each with its partial derivative
//	matcher_test.go  states: sets of partial derivatives
//	tables_test.go   the tables, read as their documentation says and in no other way
//	proof_test.go    the walk
//	mutant_test.go   changed tables and grammars, all of which the walk must find
//
// The derivative of an expression by an octet is what has to follow that octet (Brzozowski,
// "Derivatives of regular expressions", 1964). A partial derivative is one of the alternatives of
// that (Antimirov, "Partial derivatives of regular expressions and finite automaton constructions",
// 1996). A State is a set of them.
//
// # How many states there are
//
// A partial derivative is a term: what is left of a subexpression, followed by what comes after it.
// What is left takes finitely many forms: the rests of a string, and a repetition, whose bounds
// only go down. What comes after it can grow only where a rule comes back to its own name before
// its end; names stay names until they are matched. Two kinds of recursion do not make it grow:
//
//   - In list = x ["," list] the name is the last part of its rule. What follows the inner list is
//     what followed the outer one.
//   - In list = x *("," list) the repetition R follows the inner list, and a second R follows from
//     that list's own rule. The two are one by R R = R, which is the case *a *a = *a of what join
//     does with any two repetitions of the same expression: their bounds add up.
//
// With no other recursion the terms are finitely many, and so are the sets of them. Alternation
// needs no further laws: it is associative, commutative and idempotent because it is a set, in a
// term as in a state. Rules that are nested in other ways, as in x = "(" x ")" / "a", have
// infinitely many states. Each is made only when it is met, so matching a string works for them
// too, but a walk over all states needs a limit.
//
// Rejected: derivatives of whole expressions, which need more laws to be finitely many, and marking
// the places in an expression (Glushkov), for which 1*255 has to be written out 255 times.
package proof
