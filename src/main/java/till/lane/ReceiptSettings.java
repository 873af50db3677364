package till.lane;

import java.util.List;

/// The `[receipt]`: what stands around the sale.
///
/// @param header lines above everything, such as a slogan
/// @param name of the shop
/// @param vatId VAT identification number; may be empty
public record ReceiptSettings(
    List<String> header, String name, List<String> address, String vatId, List<String> footer) {

  public ReceiptSettings {
    header = List.copyOf(header);
    address = List.copyOf(address);
    footer = List.copyOf(footer);
  }
}
