// Package derivative matches expressions of a grammar by their partial derivatives. It shares nothing with package
// automaton, so that the test beside it, which walks both side by side, proves that the tables match what the grammar
// says.
//
// The derivative of an expression by an octet is what has to follow that octet (Brzozowski, "Derivatives of regular
// expressions", 1964). A partial derivative is one of the alternatives of that (Antimirov, "Partial derivatives of regular
// expressions and finite automaton constructions", 1996): a State is a set of them. The parts, a file each:
//
//	term.go    expressions in a normal form, each of which exists once
//	rules.go   what has to be known of rules first: do they match the empty string, or anything at all
//	linear.go  an expression → its arcs: sets of symbols, each with the partial derivative by them
//
// # How many states there are
//
// A partial derivative is a term: a concatenation of a rest of some subexpression and of what follows that. Rests are
// finitely many: those of a string, and those of a repetition, whose bounds only go down. What follows can grow only
// where a rule comes back to its own name before its end; names stay names until they are matched. Two kinds of recursion
// do not make it grow:
//
//   - In list = x ["," list] the name is the last part of its rule. What follows the inner list is what followed the
//     outer one.
//   - In list = x *("," list) the repetition R follows the inner list, and a second R follows from that list's own rule.
//     The two are one by R R = R, which is the case *a *a = *a of what join does with any two repetitions of the same
//     expression: their bounds add up.
//
// With no other recursion the terms are finitely many, and so are the sets of them. Alternation needs no further laws: it
// is associative, commutative and idempotent because it is a set, in a term as in a state. Rules that are nested in other
// ways, as in x = "(" x ")" / "a", have infinitely many states. Each is made only when it is met, so that matching a string
// works with them all the same, but whoever goes over all states needs a limit.
//
// Rejected: derivatives of whole expressions, which need more laws to be finitely many, and marking the places in an
// expression (Glushkov), for which 1*255 has to be written out 255 times.
package proof
