/// Scale (UnifiedPOS): what lies on it, and only what the scale itself calls stable.
///
/// A weight is passed on as the scale sent it, with its unit and its decimals, or not at all: it is
/// never averaged, rounded or guessed. Framers and codecs do no I/O; one platform thread a scale
/// asks and listens.
package till.device.scale;
