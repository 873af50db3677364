/// What a label means: retail codes, GS1 element strings, GS1 Digital Links.
///
/// A decoder, what it says, and nothing else for others to see. No I/O, clock or state; looks at
/// nobody. A label's text comes in whole, as it left the scanner's framing.
package till.device.scanner.label;
