package till.sale;

import java.math.BigDecimal;
import java.util.Optional;

/// An item that waits for the scale to say how much of it there is.
///
/// @param tare its packing in kilograms
public record Unweighed(Item item, EntryMethod method, Optional<Scan> scan, BigDecimal tare) {}
