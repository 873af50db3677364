/// The one owner of the open sale.
///
/// Owns the mailbox, the loop that turns inputs into facts in the order decide, append, apply,
/// perform, and the view that everybody else reads. It looks at `sale`, `journal`, `device` and
/// `trust`. One thread runs the loop; anybody may offer events and read the view.
package till.lane;
