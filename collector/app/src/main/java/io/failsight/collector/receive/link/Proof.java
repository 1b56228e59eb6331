package io.failsight.collector.receive.link;

/** What a sender proved to be, before it said a word of its records. Immutable. */
public sealed interface Proof {
    /** What stands before the name of a client certificate in a source, so that no address can be mistaken for one. */
    String CERTIFICATE_MARK = "CN=";
    /** What stands before the name of a sender of {@code secrets/senders.yaml} in a source. */
    String SENDER_MARK = "sender:";

    /** Nothing: it is known by its address. */
    Proof NOTHING = new Address();

    /** What a source says of it, behind the receiver. */
    String source(String peer);

    /** Only where it is. */
    record Address() implements Proof {
        @Override
        public String source(String peer) {
            return peer;
        }
    }

    /**
     * A certificate of an authority that is trusted, which the file of senders does not know.
     *
     * @param name its common name
     */
    record Certificate(String name) implements Proof {
        @Override
        public String source(String peer) {
            return CERTIFICATE_MARK + name;
        }
    }

    /**
     * A credential that the file of senders knows.
     *
     * @param name of the sender
     * @param digest of the credential
     */
    record Sender(String name, String digest) implements Proof {
        @Override
        public String source(String peer) {
            return SENDER_MARK + name;
        }
    }
}
