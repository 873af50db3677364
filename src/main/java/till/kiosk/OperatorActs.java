package till.kiosk;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import till.sale.Actor;
import till.trust.Operator;
import till.trust.Operators;
import till.trust.PinHash;
import till.trust.Verification;

/// Who answers for a request that needs more than a customer: whoever shows the role, or an
/// operator who says so in the request's `operator`, with `id` and `pin`, at a screen that may
/// less. It holds for that one request.
final class OperatorActs {

  private static final String MEMBER = "operator";
  private static final int ID_CHARACTERS_MAX = 64;

  // how somebody showed who they are
  private static final String BY_PIN = "pin";
  private static final String BY_TOKEN = "token";

  private final Gate gate;
  private final Operators operators;

  OperatorActs(Gate gate, Operators operators) {
    this.gate = gate;
    this.operators = operators;
  }

  /// Checks the PIN, which takes a while: not for the lane's thread.
  ///
  /// @param fields the request's body
  /// @return who of the shop acts; nobody for a customer's act at a customer's screen
  /// @throws FaultException when neither the sender nor the operator may do this
  Optional<Actor> actor(Call call, Fields fields, Role needed) {
    Role shown = gate.role(call);
    Optional<Fields> named = fields.object(MEMBER);
    if (named.isEmpty()) {
      checkCovers(shown, needed);
      return shown == Role.KIOSK
          ? Optional.empty()
          : Optional.of(new Actor(shown.wireName(), BY_TOKEN));
    }
    return Optional.of(named(named.get(), shown, needed));
  }

  private Actor named(Fields named, Role shown, Role needed) {
    String id =
        named
            .text("id", ID_CHARACTERS_MAX)
            .orElseThrow(() -> Fields.wrong("operator.id", "the operator's id"));
    Optional<String> pin = named.text("pin", PinHash.DIGITS_MAX);
    if (pin.isEmpty() && shown != Role.KIOSK && shown.covers(needed)) {
      return operators
          .find(id)
          .map(operator -> new Actor(operator.id(), BY_TOKEN))
          .orElseThrow(() -> Fault.SIGN_ON_REFUSED.because("no operator has this id"));
    }
    Operator operator = operator(id, pin.filter(PinHash::isPin).orElseThrow(OperatorActs::noPin));
    if (!shown.covers(needed)) {
      checkCovers(role(operator), needed);
    }
    return new Actor(operator.id(), BY_PIN);
  }

  private static FaultException noPin() {
    return Fields.wrong(
        "operator.pin",
        "a text of " + PinHash.DIGITS_MIN + " to " + PinHash.DIGITS_MAX + " digits");
  }

  private static void checkCovers(Role shown, Role needed) {
    if (!shown.covers(needed)) {
      throw Fault.FORBIDDEN.because(
          "needs "
              + needed.wireName()
              + ", this is "
              + shown.wireName()
              + ": an operator who may has to give id and pin");
    }
  }

  private static Role role(Operator operator) {
    return switch (operator.role()) {
      case ATTENDANT -> Role.ATTENDANT;
      case TECHNICIAN -> Role.TECHNICIAN;
    };
  }

  private Operator operator(String id, String pin) {
    return switch (operators.check(id, pin)) {
      case Verification.Granted granted -> granted.operator();
      case Verification.Refused refused ->
          throw Fault.SIGN_ON_REFUSED.because(
              refused.triesLeft()
                  + (refused.triesLeft() == 1 ? " try" : " tries")
                  + " left before a pause");
      case Verification.Locked locked -> {
        long seconds = Math.max(1, roundedUp(locked.pause()));
        throw Fault.SIGN_ON_PAUSED
            .because(String.format(Locale.ROOT, "%d s to wait", seconds))
            .retryAfter(seconds);
      }
      case Verification.Busy _ -> throw Fault.SIGN_ON_BUSY.because("").retryAfter(1);
    };
  }

  private static long roundedUp(Duration pause) {
    return pause.plusSeconds(1).minusNanos(1).toSeconds();
  }
}
