/// Letters from the fleet: verified, parsed, and which configuration is in force.
///
/// Owns the reading of the configuration file and of signed documents, all problems reported at
/// once, and the shelf of what was taken. It looks at `trust` and at the settings records of the
/// rooms it configures. The shelf takes letters from the uplink's thread and steps from the front
/// door; it is its own lock.
package till.config;
