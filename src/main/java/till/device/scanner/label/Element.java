package till.device.scanner.label;

/// One GS1 element string: an application identifier and its value.
///
/// @param ai two to four digits, such as `01` or `3103`
/// @param value as it was encoded, without a separator
public record Element(String ai, String value) {

  @Override
  public String toString() {
    return "(" + ai + ")" + value;
  }
}
