/// Wires: bytes and lines in and out, real and simulated.
///
/// Owns serial lines (jSerialComm), TCP lines, input devices (evdev), GPIO lines (Pi4J; edges by
/// the kernel) and the simulated wires of tests and the demo. A wire knows bytes and loss, never
/// what the bytes mean. It looks at nobody; `device` and `simulator` look in. One thread reads a
/// wire; any thread may write or close it.
package till.port;
