package till.lane;

import java.time.ZoneId;

/// How the lane behaves.
///
/// @param autoOpen opens business day and lane at start, for checkouts without an attendant
/// @param timeZone names the business day that is opened
public record LaneSettings(boolean autoOpen, ZoneId timeZone) {}
