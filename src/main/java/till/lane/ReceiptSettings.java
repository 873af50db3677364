package till.lane;

import java.util.List;
import java.util.Optional;
import till.device.printer.LogoSettings;
import till.sale.ReceiptPolicy;

/// The `[receipt]`: what stands around the sale.
///
/// @param logo a picture above everything
/// @param header lines above the name, such as a slogan
/// @param name of the shop
/// @param vatId VAT identification number; may be empty
/// @param code what a scanner finds at the end
/// @param policy whether a sale ends with one on paper
public record ReceiptSettings(
    Optional<LogoSettings> logo,
    List<String> header,
    String name,
    List<String> address,
    String vatId,
    List<String> footer,
    Code code,
    ReceiptPolicy policy) {

  public ReceiptSettings {
    header = List.copyOf(header);
    address = List.copyOf(address);
    footer = List.copyOf(footer);
  }

  /// Words only.
  public ReceiptSettings(
      List<String> header, String name, List<String> address, String vatId, List<String> footer) {
    this(Optional.empty(), header, name, address, vatId, footer, Code.NONE);
  }

  /// One for each sale.
  public ReceiptSettings(
      Optional<LogoSettings> logo,
      List<String> header,
      String name,
      List<String> address,
      String vatId,
      List<String> footer,
      Code code) {
    this(logo, header, name, address, vatId, footer, code, ReceiptPolicy.ALWAYS);
  }

  /// What a scanner finds on a receipt.
  public enum Code {
    NONE,
    /// CODE128: terminal and number, to find the sale again.
    BARCODE,
    /// Organisation, terminal, epoch, number and the document's hash: that, and the journal's head
    /// in the hands of somebody outside.
    QR
  }
}
