/// What a shop does: the state of a till, the facts it is the sum of, and the rules between them.
///
/// Owns `Workstation` with its two halves: `decide` turns an input into facts or a refusal and
/// changes nothing; `apply` turns a fact into the next state and refuses nothing. Pure: no input or
/// output, no thread, no clock, no log, and no library beyond the JDK's language, collections, time
/// and decimals. Everybody may look in; it looks at nobody. Every type is immutable, so any thread
/// may hold one.
package till.sale;
