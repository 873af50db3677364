/// The one owner of the open sale.
///
/// Owns the mailbox and the loop (`Lane`); what each thing that comes in means (`Clerk`, and for it
/// `Commands`, `ItemEntry`, `Returns`, `DeviceDesk`); the turn in which that becomes fact, in the
/// order decide, append, apply, perform (`Draft`, `Turns`); and the view that everybody else reads
/// (`Views`). It looks at `sale`, `journal`, `device` and `trust`. One thread runs the loop;
/// anybody may offer events and read the view.
package till.lane;
