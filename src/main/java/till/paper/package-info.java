/// What a print job looks like: ESC/POS bytes read back to text and to a picture.
///
/// An independent reader of what a printer would do, sharing no code with the writer in
/// `device.printer`. Everything but page mode is shown; GS1 DataBar, and two-dimensional symbols
/// other than QR, are frames that say what they are. The same symbols, by themselves, are what is
/// printed on goods. It looks at nobody. Not thread-safe: one reader a job.
package till.paper;
