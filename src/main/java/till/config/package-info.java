/// Letters from the fleet: verified, parsed, and which configuration is in force.
///
/// Owns the reading of the configuration file and of signed documents, all problems reported at
/// once, and the shelf of what was taken. It looks at `trust` and at the settings records of the
/// rooms it configures. Called from the uplink's letter thread and from the front door, never at
/// the same time.
package till.config;
