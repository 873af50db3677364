package till.lane;

import java.time.Duration;
import java.time.ZoneId;

/// How the lane behaves.
///
/// @param autoOpen opens business day and lane at start, for checkouts without an attendant
/// @param timeZone names the business day that is opened
/// @param retention how long acknowledged documents stay on the device at least
public record LaneSettings(boolean autoOpen, ZoneId timeZone, Duration retention) {}
