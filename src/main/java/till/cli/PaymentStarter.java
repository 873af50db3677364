package till.cli;

import java.nio.file.Path;
import java.util.function.Consumer;
import till.device.DeviceStatus;
import till.device.payment.Diagnosis;
import till.device.payment.PaymentAnswer;
import till.device.payment.PaymentSettings;
import till.device.payment.PaymentTerminal;
import till.device.payment.TerminalListener;
import till.device.payment.zvt.ZvtTerminal;
import till.port.Ports;

/// Starts the configured payment terminal for a technician, with its password where it has one. No
/// money is moved.
///
/// @param configFile beside which the password may lie
record PaymentStarter(Shell shell, Path configFile) {

  /// Starts it.
  ///
  /// @param directory the daemon's state
  /// @throws CommandException when its password cannot be read, or is none
  PaymentTerminal start(
      PaymentSettings settings,
      Ports ports,
      Path directory,
      Consumer<Diagnosis> diagnoses,
      Consumer<DeviceStatus> status) {
    String password =
        settings
            .passwordFile()
            .map(name -> CredentialFile.require(name, "[payment]", shell, configFile))
            .orElse(ZvtTerminal.PASSWORD_AS_DELIVERED);
    try {
      return ZvtTerminal.start(
          settings, password, ports, directory, listener(diagnoses), status, shell.clock());
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.CONFIGURATION, "[payment]: " + e.getMessage(), e);
    }
  }

  private static TerminalListener listener(Consumer<Diagnosis> diagnoses) {
    return new TerminalListener() {
      @Override
      public void answered(PaymentAnswer answer) {
        throw new IllegalStateException("nothing was asked for, and the answer is " + answer);
      }

      @Override
      public void diagnosed(Diagnosis diagnosis) {
        diagnoses.accept(diagnosis);
      }
    };
  }
}
