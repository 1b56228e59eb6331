package io.failsight.settings.sender;

import io.failsight.settings.AddressRange;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Somebody who may send. Immutable.
 *
 * @param name 1 to 63 letters, digits, {@code . _ -}; begins with a letter or digit
 * @param place where it stands
 * @param addresses where its credentials may be used from; none means anywhere
 * @param created when it was added
 * @param credentials what it proves its name with, revoked ones too, oldest first
 */
public record Sender(
        String name, Place place, List<AddressRange> addresses, Instant created, List<Credential> credentials) {
    /** Organisational unit of every certificate made for a sender: such a one opens doors only while the file of senders knows it. */
    public static final String CERTIFICATE_UNIT = "Failsight sender";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public Sender {
        if (!isName(name)) {
            throw new IllegalArgumentException("a sender's name is " + nameRule());
        }
        addresses = List.copyOf(addresses);
        credentials = List.copyOf(credentials);
    }

    /**
     * Which part of {@code failsight.yaml} it belongs to; what is not bound is empty.
     *
     * @param site name of its site
     * @param cluster name of its cluster
     * @param node name of its node
     */
    public record Place(String site, String cluster, String node) {
        /** Bound to nothing. */
        public static final Place NOWHERE = new Place("", "", "");

        public boolean isBound() {
            return !equals(NOWHERE);
        }
    }

    /** Whether a sender may be called so. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** How a name must be, to end a sentence with. */
    public static String nameRule() {
        return "1 to 63 letters, digits, '.', '_' or '-', with a letter or a digit first";
    }

    /** Whether it may send from there. */
    public boolean mayComeFrom(InetAddress address) {
        return addresses.isEmpty() || addresses.stream().anyMatch(range -> range.contains(address));
    }

    Sender with(Credential credential) {
        return with(Stream.concat(credentials.stream(), Stream.of(credential)).toList());
    }

    Sender with(List<Credential> others) {
        return new Sender(name, place, addresses, created, others);
    }
}
