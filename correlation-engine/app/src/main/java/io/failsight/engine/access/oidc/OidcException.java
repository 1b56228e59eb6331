package io.failsight.engine.access.oidc;

/** A single sign-on came to nothing; the message says why, for the log. */
public final class OidcException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, for the person. */
    public enum Kind {
        /** The provider cannot be reached, or does not answer as it should. */
        UNREACHABLE,
        /** What came back does not belong to a sign-in that this browser began, or not in time. */
        EXPIRED,
        /** The provider, or the person at it, said no. */
        REFUSED,
        /** What the provider says of the person cannot be trusted. */
        UNTRUSTED,
        /** None of the person's groups has a role here. */
        NO_ROLE
    }

    private final Kind kind;

    public OidcException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
