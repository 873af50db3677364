package till.journal;

/// The newest document: where the chain hangs.
///
/// @param position ascends by one over all epochs of this store, from 1; 0 when there is none
/// @param number ascends by one within the epoch, from 1; 0 when the epoch has none
/// @param hash SHA-256 (hex) of the document's bytes; of the epoch's name when there is none
public record Head(String epoch, long position, long number, String hash) {}
