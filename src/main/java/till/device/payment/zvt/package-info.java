/// ZVT (PA00P015, PA00P016), from the register's side.
///
/// `ZvtTerminal` is the driver, on a thread of its own: it takes from the `Docket` what is asked of
/// it, has the `Sender` make an `Attempt` of it, an `Inquiry` ask for what is not known, and the
/// `Errands` do the rest; `Answers` tells and notes what came of it. `ZvtSession` is one
/// connection, `Conversation` one command on it, `ApduLink` how messages travel, over TCP or in the
/// frames of a serial line; `Apdu`, `Fields` and `Tlv` the bytes. `Recovery` finds out what became
/// of an attempt, with the help of the one small file that the driver keeps (`AttemptMark`).
/// `ZvtCodec` shows bytes to those who look from outside.
package till.device.payment.zvt;
