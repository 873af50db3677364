package till.device.scanner;

/// What a scanner sends behind each label.
public enum Suffix {
  /// CR, LF, TAB or ETX, or several of them: no symbol that is sold at a till holds one.
  AUTO,
  CR,
  LF,
  CRLF,
  TAB,
  ETX,
  /// Nothing: a label ends when no more comes.
  NONE
}
