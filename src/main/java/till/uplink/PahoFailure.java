package till.uplink;

import java.io.EOFException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/// What Paho throws, in words for whoever looks after the terminal. Paho counts its own errors and
/// the broker's reason codes with the same numbers, and wraps what the network said.
final class PahoFailure {

  private PahoFailure() {}

  /// The broker's reason code, 0 when it gave none.
  static int code(Throwable failure) {
    int code =
        failure instanceof MqttException mqtt && mqtt.getCause() == null ? mqtt.getReasonCode() : 0;
    return code >= ReasonCode.FAILURE_MIN && code <= 0xFF ? code : 0;
  }

  static String text(Throwable failure) {
    if (failure instanceof MqttException mqtt) {
      Throwable cause = mqtt.getCause();
      int code = mqtt.getReasonCode();
      if (cause instanceof EOFException) {
        return "the other side closed the connection";
      }
      if (cause != null) {
        return cause.getClass().getSimpleName() + ": " + cause.getMessage() + hint(cause);
      }
      if (code(mqtt) > 0) {
        return "the broker says " + ReasonCode.text(code);
      }
      if (code == MqttClientException.REASON_CODE_CLIENT_TIMEOUT) {
        return "no answer in time";
      }
    }
    return String.valueOf(failure.getMessage());
  }

  /// What it may be when a certificate's dates are the reason.
  private static String hint(@Nullable Throwable failure) {
    return switch (failure) {
      case CertificateNotYetValidException _ ->
          "; the broker's certificate is not valid yet: is the clock of this board right?";
      case CertificateExpiredException _ ->
          "; the broker's certificate has expired, or the clock of this board is wrong";
      case null -> "";
      default -> hint(failure.getCause());
    };
  }
}
