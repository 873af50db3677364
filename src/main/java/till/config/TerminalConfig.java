package till.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import till.device.contact.ContactSettings;
import till.device.drawer.DrawerSettings;
import till.device.lights.LightsSettings;
import till.device.msr.MsrSettings;
import till.device.nfc.NfcSettings;
import till.device.payment.PaymentSettings;
import till.device.printer.PrinterSettings;
import till.device.scale.ScaleSettings;
import till.device.scanner.ScannerSettings;
import till.device.wiegand.WiegandSettings;
import till.kiosk.KioskSettings;
import till.lane.CustomerDisplaySettings;
import till.lane.LaneSettings;
import till.lane.ReceiptSettings;
import till.sale.TaxTable;
import till.trust.Operator;
import till.trust.TrustStore;
import till.uplink.UplinkSettings;

/// Everything a terminal is told. A device that is absent is not configured, and nobody misses it.
///
/// @param prices the shop's own price book, until the fleet pushes one
/// @param operators who may act with a PIN
/// @param uplink absent for a till that talks to nobody
public record TerminalConfig(
    TerminalSettings terminal,
    Path stateDirectory,
    List<ScannerSettings> scanners,
    Optional<PrinterSettings> printer,
    Optional<PaymentSettings> payment,
    Optional<DrawerSettings> drawer,
    Optional<LightsSettings> lights,
    Optional<ContactSettings> helpButton,
    Optional<ContactSettings> tamperSwitch,
    Optional<CustomerDisplaySettings> display,
    Optional<ScaleSettings> scale,
    Optional<MsrSettings> msr,
    Optional<NfcSettings> nfc,
    Optional<WiegandSettings> wiegand,
    TaxTable taxes,
    ReceiptSettings receipt,
    Optional<Path> prices,
    LaneSettings lane,
    List<Operator> operators,
    Optional<UplinkSettings> uplink,
    KioskSettings kiosk,
    TrustStore trust) {

  public TerminalConfig {
    scanners = List.copyOf(scanners);
    operators = List.copyOf(operators);
  }
}
