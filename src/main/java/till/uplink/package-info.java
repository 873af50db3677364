/// The way out and the letter slot in: MQTT 5.
///
/// Owns the connection to the broker fleet, the window in flight and the back-off. It carries bytes
/// it cannot read: journal documents out, letters in. It looks at `journal` (its `Outbox`) only.
/// One thread for the uplink; Paho's callbacks only enqueue. The fleet's end uses `Link`, `Topics`
/// and the records of the wire (`Ack`, `StateMessage`).
package till.uplink;
