/// Contacts that a person moves: the help button, and the switch that sees the case opened.
/// UnifiedPOS has no category for them; they are a `HelpButton` and a `TamperSwitch` here.
///
/// `ContactWatch` sees through bouncing and flutter, without I/O; `Contact` is the driver. It owns
/// one line; one thread watches it and tells of each change.
package till.device.contact;
