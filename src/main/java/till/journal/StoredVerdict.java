package till.journal;

import java.util.Optional;
import till.sale.Reason;

/// The first verdict on a command, kept so that a repeat of it gets the same.
///
/// @param digest SHA-256 (hex) of the command's body
/// @param refusal absent when it was accepted
public record StoredVerdict(
    String commandId, String digest, Optional<Reason> refusal, String detail) {}
