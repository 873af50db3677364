/// The front door: the only place where rooms meet.
///
/// Reads the command line, the environment and the clock, builds the object graph of a
/// configuration and takes it down again. It looks at every room but `demo` and `simulator`.
package till;
