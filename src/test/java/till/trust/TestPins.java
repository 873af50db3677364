package till.trust;

/// Operators whose PINs are cheap to check, and known.
public final class TestPins {

  /// 4711, hashed with the least work that is taken.
  public static final PinHash HASH_OF_4711 =
      PinHash.parse("$argon2id$v=19$m=4096,t=1,p=1$dGVzdHMgb25seQ$u4WJB/W7Uc+A3WwUAIwykA");

  /// 2580, the same.
  public static final PinHash HASH_OF_2580 =
      PinHash.parse("$argon2id$v=19$m=4096,t=1,p=1$dGVzdHMgb25seSwgdG9v$fagmWO+/fxFmJjwlO+ckMA");

  public static final Operator ATTENDANT =
      new Operator("17", "A. Example", Operator.Role.ATTENDANT, HASH_OF_4711);

  public static final Operator TECHNICIAN =
      new Operator("t1", "B. Example", Operator.Role.TECHNICIAN, HASH_OF_2580);

  private TestPins() {}
}
