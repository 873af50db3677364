/// Lights (UnifiedPOS): the lamps that show the lane's state from afar.
///
/// Owns the lamps' lines. `lane` says what they are to show, on any thread; one thread switches
/// them and lets them flash.
package till.device.lights;
