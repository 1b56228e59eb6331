package io.failsight.settings;

import java.util.List;

/**
 * Who may come in. Immutable.
 *
 * @param udpAllow addresses that may send over UDP from the network
 */
public record DoorSettings(List<AddressRange> udpAllow) {
    public DoorSettings {
        udpAllow = List.copyOf(udpAllow);
    }
}
