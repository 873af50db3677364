/// Lights (UnifiedPOS): the lamp that shows the lane's state from afar.
package till.device.lights;
