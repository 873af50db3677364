package till.lane;

import java.util.Optional;
import till.sale.Actor;
import till.sale.Money;

/// A request with an id of its own: repeated, it gets the first verdict back and happens once.
///
/// @param commandId the sender's UUID
/// @param digest SHA-256 (hex) of the request's body; the same id with another digest is refused
/// @param actor who acts, where it needs somebody who may: an operator's id, or the role of a
///   sender that says no more
/// @param transactionId the sale the sender saw, where the request is about one
/// @param expectedTotal the total the sender saw, for tenders
public record Command(
    String commandId,
    String digest,
    Optional<Actor> actor,
    Optional<String> transactionId,
    Optional<Money> expectedTotal,
    Request request) {}
