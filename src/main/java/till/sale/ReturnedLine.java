package till.sale;

/// Where something that comes back was sold.
///
/// @param line its place in that sale, from 1
public record ReturnedLine(String transactionId, int line) {}
