/// The `till` commands for technicians and fleet people, one class a command.
///
/// Owns the command line, its exit codes and the technician's check of the board. It looks at every
/// room below it, never at the front door, which hands over a `Shell` and runs the daemon. One
/// thread; a command touches only the rooms it needs.
package till.cli;
