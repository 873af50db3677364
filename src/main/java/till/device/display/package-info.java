/// LineDisplay (UnifiedPOS): the rows of text that a customer sees.
package till.device.display;
