package io.failsight.settings;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A range of addresses such as {@code 192.0.2.0/24}, or one address. Immutable.
 *
 * @param text as it is written
 * @param address its first address, as bytes
 * @param bits leading bits that are the same in the whole range
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its text
public record AddressRange(String text, byte[] address, int bits) {
    /** Reads a range; a name is none, so that nothing asks a name server. */
    public static Optional<AddressRange> read(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        String length = slash < 0 ? "" : text.substring(slash + 1);
        try {
            byte[] address = InetAddress.ofLiteral(host).getAddress();
            int most = address.length * Byte.SIZE;
            if (slash >= 0 && !length.matches("\\d{1,3}")) {
                return Optional.empty();
            }
            int bits = slash < 0 ? most : Integer.parseInt(length);
            return bits > most ? Optional.empty() : Optional.of(new AddressRange(text, address, bits));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether that address is in the range. */
    public boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        if (bytes.length != address.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != address[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        int mask = 0xFF << (Byte.SIZE - rest);
        return rest == 0 || (bytes[whole] & mask) == (address[whole] & mask);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range && text.equals(range.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
