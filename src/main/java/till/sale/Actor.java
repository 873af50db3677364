package till.sale;

/// Somebody of the shop who does something, or lets it be done.
///
/// @param operator OperatorID, or the role of a token that stands for nobody in particular
/// @param method how they showed who they are: `pin`, `token`
public record Actor(String operator, String method) {}
