package till.device.printer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import till.device.printer.PrinterAnswer.Printed;
import till.device.printer.PrinterAnswer.Processed;
import till.device.printer.PrinterProfile.Confirmation;

final class ConfirmationsTest {

  @Test
  void aProcessIdConfirmsItsOwnJobOnly() {
    var confirmations = new Confirmations(Confirmation.PROCESS_ID, 1);
    String first = id(confirmations.request());
    String second = id(confirmations.request());

    assertFalse(confirmations.isGivenBy(new Printed(first)));
    assertTrue(confirmations.isGivenBy(new Printed(second)));
  }

  @Test
  void anAnswerThatWasGivenUpConfirmsNothingWhenItComesLate() {
    for (Confirmation kind :
        new Confirmation[] {Confirmation.PROCESS_ID, Confirmation.STATUS_ANSWER}) {
      var confirmations = new Confirmations(kind, 1);
      byte[] request = confirmations.request();

      confirmations.giveUp();

      assertFalse(
          confirmations.isGivenBy(
              kind == Confirmation.PROCESS_ID ? new Printed(id(request)) : new Processed(0)),
          kind.name());
    }
  }

  @Test
  void ofAnswersWithoutANameTheLastOneThatIsOwedCounts() {
    var confirmations = new Confirmations(Confirmation.STATUS_ANSWER, 1);
    var _ = confirmations.request();
    var _ = confirmations.request();

    assertFalse(confirmations.isGivenBy(new Processed(0)));
    assertTrue(confirmations.isGivenBy(new Processed(0)));
  }

  /// The end of `GS ( H`.
  private static String id(byte[] request) {
    String text = new String(request, StandardCharsets.US_ASCII);
    assertEquals(11, text.length());
    return text.substring(7);
  }
}
